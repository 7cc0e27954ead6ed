using System.Globalization;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>The words of the dialogues by USSD: French, Lingala, Kituba, English; <c>{0}</c> where something is put in. Each is short, and a test counts.</summary>
internal static class UssdTexts
{
    public static readonly Words Back = new("0 Retour  00 Menu", "0 Zonga  00 Liboso", "0 Vutuka  00 Ntete", "0 Back  00 Menu");
    public static readonly Words More = new("9 Suite", "9 Ya kolanda", "9 Ya kulanda", "9 More");

    public static readonly Words Balance = new("1 Solde", "1 Mbongo etikali", "1 Mbongo me bikala", "1 Balance");
    public static readonly Words Send = new("2 Envoyer de l'argent", "2 Kotinda mbongo", "2 Kutinda mbongo", "2 Send money");
    public static readonly Words Movements = new("3 Derniers mouvements", "3 Misala ya nsuka", "3 Bisalu ya nsuka", "3 Last movements");
    public static readonly Words Account = new("4 Mon compte", "4 Konti na ngai", "4 Konti na mono", "4 My account");
    public static readonly Words CashOut = new("5 Retirer du cash", "5 Kozwa mbongo", "5 Kubaka mbongo", "5 Withdraw cash");
    public static readonly Words Merchant = new("6 Payer un marchand", "6 Kofuta moteki", "6 Kufuta muteki", "6 Pay a merchant");
    public static readonly Words Parcel = new("7 Suivre un colis", "7 Kolanda colis", "7 Kulanda colis na mono", "7 Track a parcel");

    public static readonly Words ChangePin = new("1 Changer le PIN", "1 Kobongola PIN", "1 Kusoba PIN", "1 Change PIN");
    public static readonly Words Language = new("2 Langue", "2 Lokota", "2 Ndinga", "2 Language");
    public static readonly Words Sms = new("3 SMS quand je suis payé", "3 SMS ntango nazwi mbongo", "3 SMS ntangu mono me baka mbongo", "3 SMS when I am paid");
    public static readonly Words Block = new("4 Bloquer mon compte", "4 Kokanga konti na ngai", "4 Kukanga konti na mono", "4 Block my wallet");

    public static readonly Words AskPin = new("Entrez votre code PIN :", "Kotisa code PIN na yo:", "Kotisa code PIN na nge:", "Enter your PIN:");
    public static readonly Words AskPayee = new("Numéro du bénéficiaire :", "Nimero ya moto akozwa:", "Nimero ya muntu ta baka:", "Number to send to:");
    public static readonly Words AskAmount = new("Montant en FCFA :", "Mbongo boni (FCFA):", "Mbongo ikwa (FCFA):", "Amount in FCFA:");
    public static readonly Words AskMerchant = new("Code du marchand :", "Code ya moteki:", "Code ya muteki:", "Merchant's code:");
    public static readonly Words AskParcel = new("Numéro du colis :", "Nimero ya colis:", "Nimero ya colis na nge:", "Parcel's number:");
    public static readonly Words AskOldPin = new("Votre PIN actuel :", "PIN na yo ya lelo:", "PIN na nge ya bubu:", "Your present PIN:");
    public static readonly Words AskNewPin = new("Nouveau PIN, 4 à 6 chiffres :", "PIN ya sika, mituya 4 ti 6:", "PIN ya mpa, bantalu 4 tii 6:", "New PIN, 4 to 6 digits:");
    public static readonly Words AskAgain = new("Le même PIN encore une fois :", "PIN wana lisusu:", "PIN yina diaka:", "The same PIN again:");
    public static readonly Words AskName = new("Votre nom complet :", "Nkombo na yo ya mobimba:", "Nkumbu na nge ya mvimba:", "Your full name:");

    public static readonly Words Confirm = new(
        "{0} à {1}. Frais {2}, total {3}. PIN pour payer :", "{0} epai ya {1}. Mosala {2}, nyonso {3}. PIN mpo na kofuta:",
        "{0} na {1}. Kisalu {2}, yonso {3}. PIN samu na kufuta:", "{0} to {1}. Fee {2}, total {3}. PIN to pay:");

    public static readonly Words ConfirmCashOut = new(
        "Retirer {0} chez un agent. Frais {1}, total {2}. PIN pour confirmer :", "Kozwa {0} epai ya agent. Mosala {1}, nyonso {2}. PIN mpo na kondima:",
        "Kubaka {0} na agent. Kisalu {1}, yonso {2}. PIN samu na kundima:", "Withdraw {0} at an agent. Fee {1}, total {2}. PIN to confirm:");

    public static readonly Words ConfirmBlock = new(
        "Bloquer : plus rien ne sortira de votre compte. PIN pour confirmer :", "Kokanga: eloko ekobima na konti te. PIN mpo na kondima:",
        "Kukanga: kima ta basika na konti ve. PIN samu na kundima:", "Block: nothing can leave your wallet. PIN to confirm:");

    public static readonly Words Has = new("Solde : {0}.", "Mbongo etikali: {0}.", "Mbongo me bikala: {0}.", "Balance: {0}.");
    public static readonly Words NoMovements = new("Aucun mouvement.", "Eloko esalemi te.", "Kima me salama ve.", "No movements yet.");

    public static readonly Words Paid = new(
        "Payé : {0} à {1}, frais {2}. Un SMS le confirme.", "Efutami: {0} epai ya {1}, mosala {2}. SMS ekoya.",
        "Me futama: {0} na {1}, kisalu {2}. SMS ta kwisa.", "Paid: {0} to {1}, fee {2}. An SMS confirms it.");

    public static readonly Words CashOutCode = new(
        "Montrez ce code à l'agent pour {0} : {1}. Valable jusqu'à {2}.", "Lakisa agent code oyo mpo na {0}: {1}. Ebongi ti {2}.",
        "Monisa agent code yai samu na {0}: {1}. Yau ta sala tii {2}.", "Show the agent this code for {0}: {1}. Good until {2}.");

    public static readonly Words CashOutOpen = new(
        "Un retrait est déjà en cours : utilisez son code, ou attendez qu'il expire.", "Kozwa mosusu ezali naino: salela code na yango, to zela esila.",
        "Kubaka ya nkaka kele ntete: sadila code na yau, to vingila yau mana.", "A withdrawal is under way: use its code, or wait until it expires.");

    public static readonly Words PinChanged = new("Votre PIN est changé.", "PIN na yo ebongwani.", "PIN na nge me soba.", "Your PIN is changed.");
    public static readonly Words LanguageChanged = new("Langue changée.", "Lokota ebongwani.", "Ndinga me soba.", "Language changed.");
    public static readonly Words SmsOn = new("SMS quand vous êtes payé : oui.", "SMS ntango bafuti yo: iyo.", "SMS ntangu bau me futa nge: e.", "SMS when you are paid: on.");
    public static readonly Words SmsOff = new("SMS quand vous êtes payé : non.", "SMS ntango bafuti yo: te.", "SMS ntangu bau me futa nge: ve.", "SMS when you are paid: off.");

    public static readonly Words Blocked = new(
        "Votre compte est bloqué. Pour le débloquer, passez à la poste.", "Konti na yo ekangami. Mpo na kofungola yango, kende na posita.",
        "Konti na nge me kangama. Samu na kukangula yau, kwenda na posita.", "Your wallet is blocked. To unblock it, come to a post office.");

    public static readonly Words Registered = new(
        "Bienvenue {0}. Votre compte est ouvert : recomposez le numéro pour l'utiliser.", "Boyei malamu {0}. Konti na yo efungwami: benga lisusu mpo na kosalela yango.",
        "Kwiza mbote {0}. Konti na nge me kanguka: binga diaka samu na kusadila yau.", "Welcome {0}. Your wallet is open: dial again to use it.");

    public static readonly Words NumberTaken = new(
        "Ce numéro a maintenant un compte. Recomposez.", "Nimero oyo ezali na konti sikoyo. Benga lisusu.", "Nimero yai kele na konti ntangu yai. Binga diaka.", "This number has a wallet now. Dial again.");

    public static readonly Words Uncertain = new(
        "La réponse tarde. Recomposez dans un instant : rien ne sera payé deux fois.", "Eyano eumeli. Benga lisusu mwa moke: eloko ekofutama mbala mibale te.",
        "Mvutu me zinga. Binga diaka ntama fioti: kima ta futama mbala zole ve.", "No answer yet. Dial again in a moment: nothing is paid twice.");

    public static readonly Words NoPinYet = new(
        "Choisissez d'abord votre PIN avec le code reçu de la poste.", "Pona liboso PIN na yo na code ya posita.", "Sola ntete PIN na nge na code ya posita.", "First choose your PIN with the post's code.");

    public static readonly Words Resumed = new("Vous reprenez.", "Ozongeli.", "Nge me vutuka.", "You go on.");
    public static readonly Words NoSuchChoice = new("Choix inconnu.", "Eponi yango te.", "Kima yina kele ve.", "No such choice.");
    public static readonly Words NotAmount = new("Montant non valable.", "Motango ebongi te.", "Ntalu kele mbote ve.", "Not an amount.");
    public static readonly Words UnknownNumber = new("Ce numéro n'a pas de compte.", "Nimero wana ezali na konti te.", "Nimero yina kele na konti ve.", "That number has no wallet.");
    public static readonly Words UnknownMerchant = new("Code inconnu.", "Code eyebani te.", "Code me zabana ve.", "Unknown code.");
    public static readonly Words UnknownParcel = new("Colis inconnu.", "Colis eyebani te.", "Colis me zabana ve.", "Unknown parcel.");
    public static readonly Words WrongPin = new("PIN faux, reste {0} essai(s).", "PIN ya mabe, etikali mbala {0}.", "PIN ya mbi, me bikala mbala {0}.", "Wrong PIN, {0} left.");
    public static readonly Words Locked = new("Trop de PIN faux. Réessayez à {0}.", "PIN ya mabe mingi. Meka na {0}.", "PIN ya mbi mingi. Meka na {0} diaka.", "Too many wrong PINs. Try at {0}.");
    public static readonly Words PinFormat = new("4 à 6 chiffres.", "Mituya 4 ti 6.", "Bantalu 4 tii 6.", "4 to 6 digits.");
    public static readonly Words PinCommon = new("PIN trop facile.", "PIN ya pete mingi.", "PIN ya pete kulutila.", "Too easy a PIN.");
    public static readonly Words PinsDiffer = new("Les deux PIN diffèrent.", "PIN mibale ekokani te.", "PIN zole me fwanana ve.", "The PINs differ.");
    public static readonly Words SamePin = new("C'est l'ancien PIN.", "Ezali PIN ya kala.", "Yau kele PIN ya ntama.", "That is the old PIN.");
    public static readonly Words NotName = new("Nom non valable.", "Nkombo ebongi te.", "Nkumbu kele mbote ve.", "Not a name.");
    public static readonly Words TariffChanged = new("Tarif changé.", "Ntalo ebongwani.", "Ntalu me soba.", "The fee changed.");

    public static readonly Words Insufficient = new("Solde insuffisant.", "Mbongo ekoki te.", "Mbongo me lunga ve.", "Not enough money.");
    public static readonly Words OverLimit = new("Plafond dépassé, reste {0}.", "Eleki ndelo, etikali {0}.", "Me luta ndilu, me bikala {0}.", "Over the limit, {0} left.");
    public static readonly Words PayeeCannot = new("Le bénéficiaire ne peut pas recevoir.", "Moto wana akoki kozwa te.", "Muntu yina lenda baka ve.", "The payee cannot receive it.");
    public static readonly Words OwnNumber = new("C'est votre numéro.", "Ezali nimero na yo.", "Yau kele nimero na nge.", "That is your own number.");
    public static readonly Words Refused = new("Opération refusée.", "Eboyami.", "Me buyama.", "Refused.");

    /// <summary>In four languages at once: what somebody sees who has not chosen one.</summary>
    public const string Welcome = "Postmobile: pas encore de compte.\n1 Ouvrir (français)\n2 Kofungola (lingala)\n3 Kukangula (kituba)\n4 Open (English)";

    /// <summary>The languages by their own names.</summary>
    public const string Languages = "1 Français\n2 Lingala\n3 Kituba\n4 English";

    /// <summary>The codes of the languages, as numbered in both lists.</summary>
    public static readonly string[] Codes = ["fr", "ln", "ktu", "en"];

    private static readonly TimeZoneInfo Brazzaville = TimeZoneInfo.FindSystemTimeZoneById("Africa/Brazzaville");

    public static string Say(this Words words, string language, params object[] values) =>
        UssdScreen.Plain(values.Length == 0 ? words.In(language) : string.Format(CultureInfo.InvariantCulture, words.In(language), values));

    /// <summary>A time of today in Brazzaville.</summary>
    public static string Hour(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Brazzaville).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A day in Brazzaville.</summary>
    public static string Day(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Brazzaville).ToString("dd/MM", CultureInfo.InvariantCulture);
}
