"""Finds regular expressions that take far longer than the text is long, and the texts that show it.

A search by java.util.regex tries one way to match after the other. The automaton of a pattern tells where the number of
ways grows with the text: twice as many with each repetition of a word (exponential), or a power of their number
(polynomial). A text made from that word is then tried by counting the steps of such a search, so that what is reported
was seen. Sources: Weideman and others, "Analyzing Matching Time Behavior of Backtracking Regular Expression Matchers
by Using Ambiguity of NFA" (2016); Wüstholz and others, "Static Detection of DoS Vulnerabilities in Programs that Use
Regular Expressions" (2017).
"""
