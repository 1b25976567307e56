"""Words that stand beside names, inside them, or look like them."""

from __future__ import annotations

_TITLES = """
    dr prof mr mrs ms miss mx rev sr sra srta don dona herr frau mme mlle jr ii iii phd md senor senora
"""
_PARTICLES = """
    de la las los el al del da das do dos di du des le van von der den ter ten zu zum zur bin ibn abu san y e
"""
_ORDINARY_WORDS = """
    a al all an and any are art as at au aux baker bank banks bar bay bear best bird black blue book books
    bridge brown bus bush by can case cash castle ce chance child church city class clay close coach con cook
    cost cross dance day days de deal dean del do east el en england es et even farmer field fields fish flower
    flowers for forest free fund gardener gates glass go gold good grace grant gray green grey group guest hall
    hand hands hardy he help her hill hills him his home hope house how i il in iron is it je job joy judge keen
    key king la lake lamb land lane las law le leader leaf les light lily little lo long lord los love main mais
    major man many march mark marks mas may me meeting mercy mi miles mill money moon more most my ne need new
    no noble north nos nous now oak of on open or order ou our own page park parks pen penny people pepper piper
    place poor power powers present price pride priest prince pupil que read reader red rest rich river rivers
    rock room rose sage say school se sea she ship short si silver singer small smart snow so south speaker
    spring star steel still stone storm street strong student su sum summer sun sweet table tall te teacher team
    temple the they thing time to train tree tu turn un una une us van voice vous wall way we week well wells
    west white will win winter wise wood woods word work works y ya year you young
"""
_DAYS_AND_MONTHS = """
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    lunes martes miercoles jueves viernes sabado domingo
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
    lundi mardi mercredi jeudi vendredi samedi dimanche
"""
TITLES = frozenset(_TITLES.split())
"""Words beside a name that are none, folded."""
PARTICLES = frozenset(_PARTICLES.split())
"""Small words inside a surname, folded."""
DAYS_AND_MONTHS = frozenset(_DAYS_AND_MONTHS.split())
"""Weekdays and months (en, es, fr), folded."""
ORDINARY = frozenset(_ORDINARY_WORDS.split()) | DAYS_AND_MONTHS
"""Surnames and first names that are common words, too (en, es, fr), folded: alone they are no sign of a person."""
