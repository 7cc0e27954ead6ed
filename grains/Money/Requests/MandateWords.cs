using System.Globalization;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>What a mandate says by SMS. The payee's own words are never in it.</summary>
internal static class MandateWords
{
    /// <summary>To the payer, of a change of the mandate itself.</summary>
    public static Words? ToPayer(MandateState state)
    {
        string who = Payee(state);
        return state.Status switch
        {
            MandateStatus.Proposed => new(
                $"{who} vous propose un prelevement automatique de {Most(state)} au plus. Ouvrez Postmobile, Prelevements. Sans votre accord, rien n'est preleve.",
                $"{who} asengi kokata mbongo mbala na mbala, {Most(state)} to na nse. Fungola Postmobile, Kokata. Soki ondimi te, eloko ekatami te.",
                $"{who} me lomba kukatula mbongo mbala na mbala, {Most(state)} to na nsi. Kangula Postmobile, Kukatula. Kana nge ndima ve, kima ta katuka ve.",
                $"{who} proposes a recurring collection of {Most(state)} at most. Open Postmobile, Mandates. Without your consent nothing is collected."),
            MandateStatus.Active => new(
                $"Vous autorisez {who} a prelever {Ceiling(state)} au plus par periode. Vous pouvez suspendre ou arreter a tout moment dans Postmobile.",
                $"Ondimi {who} akata {Ceiling(state)} to na nse na ntango moko moko. Okoki kotelemisa to kosukisa ntango nyonso na Postmobile.",
                $"Nge me ndima {who} kukatula {Ceiling(state)} to na nsi na konso ntangu. Nge lenda telamisa to manisa ntangu yonso na Postmobile.",
                $"You allow {who} to collect {Ceiling(state)} at most each period. You can pause or end it at any time in Postmobile."),
            MandateStatus.Cancelled => new(
                $"Le prelevement de {who} est arrete. Plus rien ne sera preleve.",
                $"Kokata ya {who} esukisami. Eloko ekokatama lisusu te.",
                $"Kukatula ya {who} me manisama. Kima ta katuka diaka ve.",
                $"The mandate of {who} has ended. Nothing more will be collected."),
            MandateStatus.Ended => new(
                $"Le prelevement de {who} est arrive a son terme.",
                $"Kokata ya {who} ekomi na nsuka na yango.",
                $"Kukatula ya {who} me kuma na nsuka na yau.",
                $"The mandate of {who} has come to its end."),
            _ => null,
        };
    }

    /// <summary>To the payee, of a change of the mandate itself.</summary>
    public static Words? ToPayee(MandateState state)
    {
        string who = Masking.Name(state.Payer!.Name);
        return state.Status switch
        {
            MandateStatus.Active => new(
                $"{who} accepte votre prelevement de {Ceiling(state)} au plus par periode.",
                $"{who} andimi kokata na yo ya {Ceiling(state)} to na nse na ntango moko moko.",
                $"{who} me ndima kukatula na nge ya {Ceiling(state)} to na nsi na konso ntangu.",
                $"{who} accepts your mandate of {Ceiling(state)} at most each period."),
            MandateStatus.Declined => new(
                $"{who} refuse votre prelevement.", $"{who} aboyi kokata na yo.", $"{who} me buya kukatula na nge.", $"{who} declines your mandate."),
            MandateStatus.Paused => new(
                $"{who} suspend votre prelevement.", $"{who} atelemisi kokata na yo.", $"{who} me telamisa kukatula na nge.", $"{who} has paused your mandate."),
            MandateStatus.Cancelled => new(
                $"Votre prelevement chez {who} est arrete.", $"Kokata na yo epai ya {who} esukisami.", $"Kukatula na nge na {who} me manisama.", $"Your mandate with {who} has ended."),
            MandateStatus.Ended => new(
                $"Votre prelevement chez {who} est arrive a son terme.", $"Kokata na yo epai ya {who} ekomi na nsuka.", $"Kukatula na nge na {who} me kuma na nsuka.", $"Your mandate with {who} has come to its end."),
            _ => null,
        };
    }

    /// <summary>To the payer, a day before.</summary>
    public static Words Announced(MandateState state)
    {
        string who = Payee(state), sum = RequestWords.Sum(state.NextAmount ?? 0), day = Day(BrazzavilleCalendar.Day(DateTimeOffset.FromUnixTimeMilliseconds(state.NextAtMs)));
        return new(
            $"Le {day}, {who} prelevera {sum}. Pour l'empecher, ouvrez Postmobile, Prelevements.",
            $"Na {day}, {who} akokata {sum}. Mpo na kopekisa yango, fungola Postmobile, Kokata.",
            $"Na {day}, {who} ta katula {sum}. Sambu na kubuyisa yau, kangula Postmobile, Kukatula.",
            $"On {day} {who} will collect {sum}. To stop it, open Postmobile, Mandates.");
    }

    /// <summary>To the payer, afterwards.</summary>
    public static Words Collected(MandateState state, CollectionState paid)
    {
        string who = Payee(state), sum = RequestWords.Sum(paid.Amount);
        return new(
            $"{who} a preleve {sum} comme vous l'avez autorise.",
            $"{who} akati {sum} ndenge ondimaki.",
            $"{who} me katula {sum} mutindu nge ndimaka.",
            $"{who} has collected {sum} as you allowed.");
    }

    /// <summary>To both, when the first try fails; it is tried again.</summary>
    public static (Words Payer, Words Payee) Refused(MandateState state)
    {
        string who = Payee(state), whom = Masking.Name(state.Payer!.Name), sum = RequestWords.Sum(state.NextAmount ?? 0);
        return (
            new(
                $"{who} n'a pas pu prelever {sum}: approvisionnez votre portefeuille. Nous reessayerons.",
                $"{who} akokaki kokata {sum} te: tya mbongo na portefeuille. Tokomeka lisusu.",
                $"{who} lendaka katula {sum} ve: tula mbongo na portefeuille. Beto ta meka diaka.",
                $"{who} could not collect {sum}: top up your wallet. We will try again."),
            new(
                $"Prelevement de {sum} chez {whom} pas encore possible. Nous reessayerons.",
                $"Kokata {sum} epai ya {whom} ekoki naino te. Tokomeka lisusu.",
                $"Kukatula {sum} na {whom} lenda ntete ve. Beto ta meka diaka.",
                $"Collecting {sum} from {whom} is not possible yet. We will try again."));
    }

    /// <summary>To both, when nothing more is tried in this period.</summary>
    public static (Words Payer, Words Payee) Missed(MandateState state, CollectionState missed)
    {
        string who = Payee(state), whom = Masking.Name(state.Payer!.Name), sum = RequestWords.Sum(missed.Amount);
        return (
            new(
                $"{who} n'a pas pu prelever {sum} cette fois. Parlez-en avec lui.",
                $"{who} akokaki kokata {sum} mbala oyo te. Solola na ye.",
                $"{who} lendaka katula {sum} mbala yai ve. Solula na yandi.",
                $"{who} could not collect {sum} this time. Talk to them."),
            new(
                $"Prelevement de {sum} chez {whom}: pas effectue cette fois.",
                $"Kokata {sum} epai ya {whom}: esalemi te mbala oyo.",
                $"Kukatula {sum} na {whom}: me salama ve mbala yai.",
                $"Collecting {sum} from {whom}: not done this time."));
    }

    private static string Payee(MandateState state) => state.Merchant ? state.Payee!.Name : RequestWords.Who(state.Payee!);

    private static string Most(MandateState state) => RequestWords.Sum(state.Amount ?? state.Proposed);

    private static string Ceiling(MandateState state) => RequestWords.Sum(state.Ceiling ?? state.Proposed);

    private static string Day(DateOnly day) => day.ToString("dd/MM", CultureInfo.InvariantCulture);
}
