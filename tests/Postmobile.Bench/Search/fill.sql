-- Products as a marketplace of Congo would have them: a noun with its category, a maker, a quality, a colour, a size, and a
-- description of some sentences. $1: how many; $2: the first number. Drawn by hashes, so that two runs have the same rows.
with noun (n, name, path) as (
    select row_number() over (), split_part(line, '|', 1), string_to_array(split_part(line, '|', 2), '>')
    from unnest(string_to_array(trim($t$Téléphone portable|electronique>telephones>telephones-portables
Smartphone double SIM|electronique>telephones>smartphones
Chargeur rapide|electronique>telephones>accessoires-telephone
Coque de téléphone|electronique>telephones>accessoires-telephone
Écouteurs sans fil|electronique>audio>ecouteurs
Casque audio|electronique>audio>casques
Enceinte Bluetooth|electronique>audio>enceintes
Radio à piles|electronique>audio>radios
Ordinateur portable|electronique>informatique>ordinateurs
Clavier sans fil|electronique>informatique>accessoires-informatique
Souris optique|electronique>informatique>accessoires-informatique
Imprimante jet d'encre|electronique>informatique>imprimantes
Clé USB|electronique>informatique>stockage
Disque dur externe|electronique>informatique>stockage
Téléviseur LED|electronique>image>televiseurs
Appareil photo|electronique>image>appareils-photo
Lampe solaire|maison>eclairage>lampes
Ampoule LED|maison>eclairage>ampoules
Panneau solaire|maison>energie>panneaux-solaires
Batterie solaire|maison>energie>batteries
Groupe électrogène|maison>energie>groupes-electrogenes
Ventilateur sur pied|maison>electromenager>ventilateurs
Réfrigérateur|maison>electromenager>refrigerateurs
Congélateur coffre|maison>electromenager>congelateurs
Machine à laver|maison>electromenager>lave-linge
Fer à repasser|maison>electromenager>fers
Mixeur|maison>cuisine>petit-electromenager
Cuisinière à gaz|maison>cuisine>cuisinieres
Casserole|maison>cuisine>ustensiles
Marmite en fonte|maison>cuisine>ustensiles
Poêle antiadhésive|maison>cuisine>ustensiles
Couteau de cuisine|maison>cuisine>ustensiles
Assiette|maison>table>vaisselle
Verre à eau|maison>table>vaisselle
Nappe en pagne|maison>table>linge-de-table
Drap de lit|maison>linge>draps
Moustiquaire|maison>linge>moustiquaires
Oreiller|maison>linge>oreillers
Matelas en mousse|maison>meubles>matelas
Chaise en bois|maison>meubles>chaises
Table basse|maison>meubles>tables
Armoire|maison>meubles>armoires
Canapé d'angle|maison>meubles>canapes
Chaussures de sport|mode>chaussures>chaussures-de-sport
Chaussures de ville|mode>chaussures>chaussures-de-ville
Sandales|mode>chaussures>sandales
Bottes de pluie|mode>chaussures>bottes
Robe en pagne|mode>femme>robes
Jupe longue|mode>femme>jupes
Chemisier|mode>femme>hauts
Foulard|mode>femme>accessoires-femme
Sac à main|mode>femme>sacs
Chemise à manches courtes|mode>homme>chemises
Pantalon en toile|mode>homme>pantalons
Costume trois pièces|mode>homme>costumes
Cravate|mode>homme>accessoires-homme
Chapeau de paille|mode>homme>chapeaux
T-shirt en coton|mode>homme>t-shirts
Polo|mode>homme>polos
Maillot de football|mode>sport>maillots
Montre|mode>bijoux>montres
Collier de perles|mode>bijoux>colliers
Bijou en laiton|mode>bijoux>bijoux-artisanaux
Bague|mode>bijoux>bagues
Bracelet|mode>bijoux>bracelets
Pagne wax 6 yards|mode>tissus>pagnes
Tissu bazin|mode>tissus>bazin
Body pour bébé|enfants>bebe>vetements-bebe
Couches|enfants>bebe>couches
Poussette|enfants>bebe>poussettes
Biberon|enfants>bebe>biberons
Cartable|enfants>ecole>cartables
Cahier de 200 pages|enfants>ecole>cahiers
Stylo à bille|enfants>ecole>stylos
Jeu de construction|enfants>jouets>jeux-de-construction
Poupée|enfants>jouets>poupees
Ballon de football|sport>football>ballons
Vélo tout terrain|sport>cyclisme>velos
Tapis de gymnastique|sport>forme>tapis
Haltère|sport>forme>halteres
Savon de Marseille|beaute>toilette>savons
Crème hydratante|beaute>soins>cremes
Huile de coco|beaute>cheveux>huiles
Mèches pour cheveux|beaute>cheveux>meches
Shampooing|beaute>cheveux>shampooings
Parfum|beaute>parfums>parfums
Rouge à lèvres|beaute>maquillage>levres
Beurre de karité|beaute>soins>karite
Riz parfumé 25 kg|alimentation>epicerie>riz
Huile d'arachide 5 litres|alimentation>epicerie>huiles-alimentaires
Farine de manioc|alimentation>epicerie>farines
Café moulu|alimentation>boissons>cafes
Thé vert|alimentation>boissons>thes
Miel de forêt|alimentation>epicerie>miels
Sardines en boîte|alimentation>epicerie>conserves
Lait en poudre|alimentation>epicerie>laits
Journal intime|livres>papeterie>carnets
Roman|livres>litterature>romans
Dictionnaire français|livres>etudes>dictionnaires
Manuel de mathématiques|livres>etudes>manuels
Bible en lingala|livres>religion>bibles
Perceuse à percussion|bricolage>outils>perceuses
Marteau|bricolage>outils>marteaux
Tournevis|bricolage>outils>tournevis
Peinture murale|bricolage>peinture>peintures
Cadenas|bricolage>securite>cadenas
Pneu de moto|auto-moto>moto>pneus-moto
Casque de moto|auto-moto>moto>casques-moto
Huile moteur|auto-moto>auto>huiles-moteur
Batterie de voiture|auto-moto>auto>batteries-auto
Rétroviseur|auto-moto>auto>retroviseurs
Masque sculpté|artisanat>sculpture>masques
Statuette en bois|artisanat>sculpture>statuettes
Panier en raphia|artisanat>vannerie>paniers
Natte tressée|artisanat>vannerie>nattes
Tambour|artisanat>musique>tambours
Guitare acoustique|artisanat>musique>guitares
Houe|jardin>outils-jardin>houes
Machette|jardin>outils-jardin>machettes
Semences de maïs|jardin>semences>semences-cereales
Brouette|jardin>outils-jardin>brouettes
Cage à poules|jardin>elevage>cages
Canne à pêche|sport>peche>cannes
Filet de pêche|sport>peche>filets
Chaise de bureau|bureau>mobilier>chaises-de-bureau
Ramette de papier A4|bureau>papier>ramettes
Classeur|bureau>papier>classeurs
Calculatrice|bureau>appareils>calculatrices$t$, E'\n'), E'\n')) line
), list as (
    select array(select name from noun order by n) as nouns, (select count(*)::int from noun) as nouns_count,
        string_to_array('Samsung,Tecno,Itel,Infinix,Nokia,Huawei,Xiaomi,Philips,LG,Hisense,Sony,HP,Canon,Epson,Bosch,Moulinex,Tefal,Nasco,Binatone,Sinotec,Adidas,Nike,Puma,Bata,Vlisco,Uniwax,Nivea,Dove,Nestlé,Bic,Casio,Lacoste,Levi''s,Michelin,Total,Castrol,Stanley,Makita,Oriflame,Palmolive,Maison du Fleuve,Atelier Mayombe,Plateaux Bois,Kouilou Pêche,Pool Vannerie,Likouala Miel,Sangha Café,Cuvette Textile,,,,,', ',') as brands,
        string_to_array('léger,solide,pratique,élégant,robuste,traditionnel,moderne,grand modèle,petit modèle,étanche,pliable,réglable,rechargeable,fait main,d''occasion,reconditionné,garanti un an,première qualité,économique,haut de gamme,familial,professionnel,compact,silencieux,puissant,décoratif,naturel,artisanal,importé,neuf', ',') as qualities,
        string_to_array('rouge,noir,blanc,bleu,vert,jaune,gris,marron,beige,rose,violet,orange,doré,argenté', ',') as colours,
        string_to_array('pour homme,pour femme,pour enfant,pour la maison,pour le bureau,pour le voyage,pour le marché,pour l''école,avec accessoires,avec housse,lot de 2,lot de 3,lot de 6,taille S,taille M,taille L,taille XL,édition 2025,édition 2026,série limitée', ',') as extras,
        string_to_array('Livré rapidement partout au Congo.|Produit neuf dans son emballage d''origine.|Facile à nettoyer et à entretenir.|Convient à un usage quotidien.|Fabriqué à la main par des artisans locaux.|Consomme peu d''électricité et résiste aux coupures.|Matière douce, agréable à porter par temps chaud.|Garantie de douze mois, pièces et main-d''œuvre.|Idéal pour les familles nombreuses.|Résiste à la pluie et à la poussière.|Notice en français fournie.|Parfait comme cadeau de mariage ou de fête.|Stock limité, demandez avant de vous déplacer.|Coutures renforcées et fermeture solide.|Se range facilement, prend peu de place.|Choisi par les commerçants du marché Total.|Fonctionne avec deux piles ou sur secteur.|Sans produit chimique ni colorant.|Poids léger, poignée confortable.|Couleurs vives qui ne passent pas au lavage.', '|') as sentences,
        string_to_array('Brazzaville:Brazzaville,Pointe-Noire:Pointe-Noire,Niari:Dolisie,Bouenza:Nkayi,Sangha:Ouesso,Likouala:Impfondo,Cuvette:Owando,Plateaux:Djambala,Pool:Kinkala,Lékoumou:Sibiti,Kouilou:Hinda,Cuvette-Ouest:Ewo', ',') as towns
), drawn as (
    select i, list.*, (hashint8extended(i, 1) & 2147483647) as h1, (hashint8extended(i, 2) & 2147483647) as h2,
        (hashint8extended(i, 3) & 2147483647) as h3, (hashint8extended(i, 4) & 2147483647) as h4
    from list, generate_series($2::bigint, $2::bigint + $1::bigint - 1) i
), made as (
    select d.i, noun.path, noun.name, d.brands[1 + (h2 % array_length(brands, 1))::int] as brand,
        d.qualities[1 + (h3 % 30)::int] as quality, d.colours[1 + (h4 % 14)::int] as colour, d.extras[1 + (h1 / 1000 % 20)::int] as extra,
        chr(65 + (h2 / 100 % 26)::int) || (h3 / 100 % 90 + 10) as model,
        d.sentences[1 + (h1 / 7 % 20)::int] || ' ' || d.sentences[1 + (h2 / 7 % 20)::int] || ' ' || d.sentences[1 + (h3 / 7 % 20)::int] || ' ' || d.sentences[1 + (h4 / 7 % 20)::int] as description,
        split_part(d.towns[1 + least(11, (power((h4 / 100 % 1000) / 1000.0, 2) * 12)::int)], ':', 1) as department,
        split_part(d.towns[1 + least(11, (power((h4 / 100 % 1000) / 1000.0, 2) * 12)::int)], ':', 2) as town,
        1 + h2 / 50 % 500 as shop, (500 + power(h3 / 10 % 1000 / 100.0, 5)::bigint / 50 * 50 + h4 / 10 % 40 * 50) as price,
        1700000000000 + h1 % 86400000000 as published, (case when h4 % 3 = 0 then h3 / 30 % 60 else 0 end)::int as reviews, (h2 / 30 % 40)::int as happy
    from drawn d join noun on noun.n = 1 + d.h1 % d.nouns_count
)
insert into document (type, id, version, body)
select 'commerce.product', 'p-' || i, 1, jsonb_build_object('state', jsonb_build_object(
    'shop', 's-' || shop, 'status', 'published', 'visible', true,
    'title', name || case when brand <> '' then ' ' || brand || ' ' || model else '' end || ' ' || quality || ' ' || colour || ' ' || extra,
    'slug', 'produit-' || i, 'description', description, 'brand', brand, 'category', path[array_length(path, 1)], 'path', to_jsonb(path),
    'attributes', jsonb_build_object('couleur', colour, 'etat', case when quality in ('d''occasion', 'reconditionné') then quality else 'neuf' end),
    'options', '[]'::jsonb,
    'variants', jsonb_build_array(jsonb_build_object('sku', 'SKU-' || i, 'options', '{}'::jsonb, 'price', price, 'compareAt', case when i % 5 = 0 then price * 5 / 4 end,
        'weightGrams', 100 + i % 5000, 'lengthMillimetres', 200, 'widthMillimetres', 100, 'heightMillimetres', 50)),
    'priceFrom', price, 'images', jsonb_build_array('i' || i), 'gtin', '', 'department', department, 'town', town, 'shopName', 'Boutique ' || shop,
    'stars', reviews * (60 + happy) / 20, 'reviews', reviews, 'publishedAtMs', published, 'changedAtMs', published), 'outbox', '[]'::jsonb, 'lastOutboxId', 0)
from made;
