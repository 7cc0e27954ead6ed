using System.Security.Claims;
using Postmobile.Api.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>What a payee proposes, as a person gives it.</summary>
public sealed record MandateTerms(
    string? Phone, bool Merchant, long? Amount, long? Ceiling, MandatePeriod Period, DateOnly Start, DateOnly? End, int? Times, string? Reason);

/// <summary>Mandates, for the pages and for the API alike.</summary>
public sealed class MandateDesk(IGrainFactory grains, RequestDesk people)
{
    private const int Last = 100;

    /// <summary>Proposes, by telephone, for oneself or for one's shop.</summary>
    public async Task<MandateOutcome> Propose(ClaimsPrincipal user, MandateTerms terms, string key)
    {
        if (await people.Side(terms.Phone) is not { } payer)
        {
            return RequestRefusal.UnknownPayee;
        }

        RequestSide payee = await people.Own(user);
        if (terms.Merchant)
        {
            if (user.MerchantAccount() is not { } takings || await grains.Account(takings).Look() is not { } shop)
            {
                return RequestRefusal.MandateTerms;
            }

            payee = payee with { Account = takings, Name = shop.Profile.DisplayName };
        }

        return await grains.Mandate(Requests.MandateKey(user.Customer(), key)).Propose(new MandateWish
        {
            Payee = payee, Merchant = terms.Merchant, Payer = payer, Amount = terms.Amount, Ceiling = terms.Ceiling ?? terms.Amount ?? 0, Period = terms.Period,
            Start = terms.Start, End = terms.End, Times = terms.Times, Reason = terms.Reason?.Trim() ?? "",
        });
    }

    /// <summary>A mandate of which the caller is one side; to anybody else it does not exist.</summary>
    public async Task<Mandate?> Find(ClaimsPrincipal user, string? id) =>
        Requests.IsMandate(id) && await grains.Mandate(id!).Look() is { } found && (found.Wish.Payer.Id == user.Customer() || found.Wish.Payee.Id == user.Customer()) ? found : null;

    /// <summary>Does something with a mandate; what that is says whether the caller may.</summary>
    public async Task<MandateOutcome> Act(string? id, Func<IMandateGrain, Task<MandateOutcome>> act) =>
        Requests.IsMandate(id) ? await act(grains.Mandate(id!)) : RequestRefusal.NotFound;

    /// <summary>The payer wants to hear no more of this payee: a proposal is declined, and further ones and requests are refused. What was agreed to goes on.</summary>
    public async Task<MandateOutcome> Block(ClaimsPrincipal user, string? id)
    {
        if (await Find(user, id) is not { } mandate || mandate.Wish.Payer.Id != user.Customer())
        {
            return RequestRefusal.NotFound;
        }

        await grains.RequestBook(user.Customer()).Block(mandate.Wish.Payee.Id, MandateView.NameOfOther(mandate, payer: true));
        return mandate.Status is MandateStatus.Proposed ? await grains.Mandate(mandate.Id).Decline(user.Customer()) : new MandateOutcome { Mandate = mandate };
    }

    /// <summary>What one collection would cost the payer today; null when it is not known how much it is, or the ledger would refuse.</summary>
    public async Task<Quote?> Quote(Mandate mandate) => (mandate.NextAmount ?? mandate.Wish.Amount ?? mandate.Wish.Ceiling) is var amount and > 0
        ? (await grains.Account(mandate.Wish.Payer.Account).Quote(new TransferRequest { Key = "quote", Payee = mandate.Wish.Payee.Account, Amount = amount, Kind = PostingKind.Mandate })).Quote
        : null;

    /// <summary>Those that the caller pays.</summary>
    public Task<IReadOnlyList<Mandate>> Paying(ClaimsPrincipal user) => grains.GetGrain<IMandatesGrain>(0).OfPayer(user.Customer(), Last);

    /// <summary>Those by which the caller or their shop is paid.</summary>
    public Task<IReadOnlyList<Mandate>> Collecting(ClaimsPrincipal user) => grains.GetGrain<IMandatesGrain>(0).OfPayee(user.Customer(), Last);
}
