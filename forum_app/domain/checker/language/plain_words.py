"""Words of English and French that stand in capitals for emphasis: they are no acronyms.

Known are common words of notices and rules, and longer words by their endings. Accents don't count: capitals lose them.
"""

import re
from functools import cache

from forum_app.domain.texts import folded

_ENGLISH = """
about above access across action add address admission after again against agenda allow allowed almost alone along already although among amount
another answer anybody anyone anything anywhere apply around arrive ask attend attention away back badge bags based because become before begin
behind being below beside best better between beyond big book bring broken building bus call camera can cancel cannot card careful cash change charge
check children choose clean close closed coffee come complete copy correct cost could daily danger date deadline day days deliver dinner documents
dogs done door doors down due during early easy either else email end english enough enter entrance entry even evening ever every everybody everyone
everything exactly except exit extra family fast fee feel fees few fill find fire follow food forbidden forever form forms found french friday from
full further get give given glass going gone good great group guests half hall hand have head health hear held help high hold home hour hours house
however hundred important inside instead into invited items join just keep kept know large late later leave left let lift light like limit limited
list little live local long look lost lot lunch made mail main make male manage many map mask masks maximum may maybe mean means meet meeting men mind
minimum minute minutes mobile monday money month months morning most move much name names near need needed neither new news nice night nobody
nothing notice nothing now number off offer often old once open opens order other others otherwise outside over own page pages paper parents park
parking part pass passport past pay people person phone phones photo photos place plan play point possible prior private public put quick quiet
quite rather read ready real really reason receive register remember repeat reply report reserve return right room rooms rule rules safe safety same
saturday save saved saving say seat seats second see seen sell send sent set several share shared shop short should show shut side sign silent since
single site small smoke smoking some somebody someone something soon sorry space speak special spoken staff stairs stand start starts state still
stop stopped street strict such sunday support sure table take taken talk tea tell than thank thanks that their them then there these they thing
things think third this those through thursday ticket tickets time times today together told tomorrow too top total touch towards train true trust try
tuesday turn twice under understand unless until unused upon urgent use used useful valid venue visit voice wait walk want warm warning was watch
water way wear wednesday week welcome well were what whatever whenever wherever whether which while whole whom whose why will window wish within
without woman women wonderful word words work works world worth would write written wrong shall year years yes yesterday yet young your yours yourself
"""
_FRENCH = """
abord absence accepte acces accueil achat adresse adultes affaire afin age agir aide ailleurs ainsi aller alors ami amis an animaux annee annule annulee
apporter apporte apportez apres appel argent arret arrivee assez attendre attention aucun aucune aujourd aussi autant autre autres avant avance avez avoir
badge beaucoup besoin bien bientot billet billets bon bonne bureau bus cadre cafe car carte cas cause ceci cela celle celui ces cet cette ceux chacun
chacune chaque cher choix chose ci cinq clos close comme comment complet complete compte confirme contre copie cote couleur cours court danger date
debut dehors deja dejeuner demain demande demandee depart depuis dernier derniere derriere des dessous dessus deux devant devez devoir dimanche dire
doit doivent donc donner dont dossier double droit droite duree eau ecole ecrire ecrit egalement eleves elle elles encore enfant enfants enfin ensemble
ensuite entier entre entree entrez envoi envoyer equipe erreur est etage etaient etait etat etre exclu exige exigee expres facile faire fait faites
faut femmes fenetre ferme fermee feu fiche fin fois fonds forme fort fournie fourni fournis francais gare gauche general gens grand grande gratuit
gratuite gratuits groupe gros guide haut heure heures hier hommes hors hotel ici ils immediat important impossible inclus incluse inscrire inscrits
inscription interdit interdite interdits invite invites jamais jeudi jeune jeunes jour jours jusqu juste journee la lecture lettre leur leurs libre
libres lieu ligne limite limitee limitees lire liste loin long lors lui lundi lundi mail main maintenant mais maison mardi masque matin mauvais
meilleur membres meme memes merci mercredi mettre midi mieux minuit mobile moins mois moitie monde montant mort mot mots moyen navette ne neuf nom
nombre noms non nos note notre nous nouveau nouvelle nul nulle numero objet obligatoire offert offerte ordre ouvert ouverte ouverts page paiement papier
parce parking parler part partie partir partout parents passe payant payante payer pays peine pendant pensez personne personnes petit petite peu peut
peuvent photo photos pieces place places plein pluie plusieurs plutot point porte portes portez poste pourquoi pouvez pouvoir premier premiere prendre
prenez prepare present presente presse prets prevu prevue priere prix prive privee prochain prochaine public pues puis quand quatre quel quelle quelles
quels quelque quelques question quoi rapide rappel rater recu refus regle regles remis rendez rendre repas reponse reporte reporte reservation reserve reservee
respect rester retard retour retrait rien rue sac sacs salle samedi sans sante sauf savoir sec secret section semaine sera seront service seul seule
seulement seuls siege signer silence sinon six soir soit sont sortie souvent stationnement strict stricte suite suivant sur surtout table tard tarif
tel telephone telephones tenue tete tot totale toujours tour toute toutes train travail tres trois trop trouver urgent utile vais valable vendredi venez
venir vente vers verre veuillez vie ville vingt vite voici voie voir voiture vont vos votre voulez vous vrai vraiment zone
"""
_ENDINGS = re.compile(
    r"(?:ing|ed|ly|tion|tions|sion|ment|ments|ness|able|ables|ible|ibles|ence|ance|ary|ory|ive|ous|ful|less|ity|est|ers|"
    r"ee|ees|ante?s?|aires?|oires?|eux|euse|iques?|ites?|ages?|ezs?|ures?|elles?|ier|iere)$"
)
_LEAST_BY_ENDING = 7
_VOWEL = re.compile(r"[aeiouy]")


@cache
def _known() -> frozenset[str]:
    return frozenset(f"{_ENGLISH} {_FRENCH}".split())


@cache
def is_plain_word(token: str) -> bool:
    """Whether a word in capitals is one of the language: by the list, or by the ending of a longer one."""
    if not token.isalpha() or not token.isupper():
        return False
    word = folded(token)
    return word in _known() or (len(word) >= _LEAST_BY_ENDING and bool(_ENDINGS.search(word)))


def may_be_a_word(token: str) -> bool:
    """Whether a word in capitals can be spoken: enough to be one where plain words in capitals stand beside it."""
    return len(token) > 3 and token.isalpha() and 3 * len(_VOWEL.findall(folded(token))) >= len(token)
