"""A small gold standard: thirty news paragraphs written for this project, and every fact that they tell.

development.jsonl is for whoever writes frames; held-out.jsonl only measures, and nobody who writes frames
reads it. Texts and annotations are by somebody who knew the classes and relations (ontology/kg.ttl) and had
not read the frames. They were written as fifteen pairs on kindred subjects, and the lot drew the half of each.
The form is that of `kg extract`, with the date of publication. tests/test_gold.py checks it.

What the annotation took for granted:

- Everything kg.ttl can say is annotated, except what follows by a property chain, an inverse, symmetry or a
  superproperty: an evaluation completes both sides with these. A role is stated once for each status, and
  again where another speaker says it.
- A fact needs things that the text names or describes one by one: a named body or person, a value, "a plant
  in Penang", "its mortgage arm". "Existing investors" or "a spokesman" are arguments of nothing.
- Negated is what is denied, called off or turned down; what is put off stays planned; "in talks", "may" and
  rumours are possible. An event that two speakers tell differently has both statuses, each with its speaker.
- Attribution is the name of whoever is said to say so, else the words for them. "Announced a round" makes
  the round and attributes nothing; what a writer puts into somebody's sentence in passing ("Kindly's chief
  executive, Alicia Moore, said ...") is the writer's.
- A date is a role where it dates the event, not the announcement. A week, quarter or half has the value of
  the month or year that holds it. A sum converted in brackets is another mention of the same entity.
- All of an organization, or most of its shares, changes hands in an acquisition; a smaller stake is an
  investment, and the buyer a shareholder. Of what is sold only the sale is told, not that
  the seller owned it. Whoever puts a sum of its own into a round makes an investment with that round.
- A facility is located where its project is placed. Its opening is dated by opensOn, other stages of the
  project (breaking ground) by date.
- An appointment gives position, and chiefExecutiveOf or boardMemberOf, besides its own roles. A co-founder
  gives foundedBy; the word is no job title. Whoever speaks for "the group" in a job works for it.
- "Danish brewer X", "Denmark's X" and "Aarhus-based X" are basedIn. Products that are common nouns count where
  a verb or noun of making or selling has them as its object ("makes pumps", "maker of pumps"), not in
  compounds ("pump maker"); named ones also with a possessor ("Rowan's Aria pump").
- Mentions are those of things that take part in a fact: names, descriptions and pronouns, and all trigger
  words of an event. Relative pronouns and descriptions in apposition are none: a relative clause is
  taken to speak of its antecedent, an apposition of what it stands beside.
"""
