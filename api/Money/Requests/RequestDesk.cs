using System.Security.Claims;
using Postmobile.Api.Identity;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>One share of a bill, as a person gives it: a telephone, or nothing for one's own; an amount, or nothing for an equal part.</summary>
public sealed record ShareWish(string? Phone, long? Amount);

/// <summary>Requests and split bills, for the pages and for the API alike.</summary>
public sealed class RequestDesk(IGrainFactory grains)
{
    private const int Last = 50;

    /// <summary>Asks somebody, by telephone.</summary>
    public async Task<RequestOutcome> Ask(ClaimsPrincipal user, string? phone, long amount, string? note, string key)
    {
        IRequestGrain request = grains.Request(Requests.Key(user.Customer(), key));
        RequestSide? payer = await Side(phone);
        if (payer is null)
        {
            return RequestRefusal.UnknownPayee;
        }

        return await request.Ask(new RequestWish { Requester = await Own(user), Payer = payer, Amount = amount, Note = Trim(note) });
    }

    /// <summary>Divides a bill and asks each.</summary>
    public async Task<SplitOutcome> Divide(ClaimsPrincipal user, long total, string? note, IReadOnlyList<ShareWish> shares, string key)
    {
        var wished = new List<SplitWishShare>();
        foreach (ShareWish share in shares.Take(SplitMax))
        {
            if (share.Phone is null)
            {
                wished.Add(new SplitWishShare(null, share.Amount));
            }
            else if (await Side(share.Phone) is { } payer)
            {
                wished.Add(new SplitWishShare(payer, share.Amount));
            }
            else
            {
                return new SplitOutcome { Refusal = RequestRefusal.UnknownPayee, Whom = share.Phone };
            }
        }

        return shares.Count > SplitMax
            ? RequestRefusal.SplitShares
            : await grains.Split(Requests.SplitKey(user.Customer(), key)).Divide(new SplitWish { Requester = await Own(user), Total = total, Note = Trim(note), Shares = wished });
    }

    /// <summary>How many can share a bill.</summary>
    public const int SplitMax = 20;

    /// <summary>A request of which the caller is one side; to anybody else it does not exist.</summary>
    public async Task<MoneyRequest?> Find(ClaimsPrincipal user, string? id)
    {
        MoneyRequest? found = Requests.IsKey(id) ? await grains.Request(id!).Look() : null;
        return found is not null && (found.Wish.Payer.Id == user.Customer() || found.Wish.Requester.Id == user.Customer()) ? found : null;
    }

    /// <summary>What paying it would cost, and whether it would be the first payment to that person. The same check as before sending.</summary>
    public async Task<(QuoteOutcome Outcome, bool FirstTime)> Quote(ClaimsPrincipal user, MoneyRequest request)
    {
        AccountId wallet = request.Wish.Payer.Account;
        QuoteOutcome outcome = await grains.Account(wallet).Quote(new TransferRequest
        {
            Key = "quote", Payee = request.Wish.Requester.Account, Amount = request.Wish.Amount, Kind = PostingKind.RequestPaid, Note = request.Wish.Note,
        });
        bool firstTime = outcome.Quote is not null && await grains.PayeeBook(user).Asked(wallet, request.Wish.Requester.Account, null);
        return (outcome, firstTime);
    }

    /// <summary>The payer says yes to the total that they saw. Ask for the PIN before.</summary>
    public async Task<RequestOutcome> Approve(ClaimsPrincipal user, string? id, long total) =>
        Requests.IsKey(id) ? await grains.Request(id!).Approve(user.Customer(), total) : RequestRefusal.NotFound;

    /// <summary>The payer says no.</summary>
    public async Task<RequestOutcome> Decline(ClaimsPrincipal user, string? id) =>
        Requests.IsKey(id) ? await grains.Request(id!).Decline(user.Customer()) : RequestRefusal.NotFound;

    /// <summary>The requester takes it back.</summary>
    public async Task<RequestOutcome> Cancel(ClaimsPrincipal user, string? id) =>
        Requests.IsKey(id) ? await grains.Request(id!).Cancel(user.Customer()) : RequestRefusal.NotFound;

    /// <summary>The payer wants to hear no more of this requester: the request is declined, and further ones are refused.</summary>
    public async Task<RequestOutcome> Block(ClaimsPrincipal user, string? id)
    {
        if (await Find(user, id) is not { } request || request.Wish.Payer.Id != user.Customer())
        {
            return RequestRefusal.NotFound;
        }

        await grains.RequestBook(user.Customer()).Block(request.Wish.Requester.Id, Masking.Name(request.Wish.Requester.Name));
        return request.Status is RequestStatus.Open ? await Decline(user, id) : new RequestOutcome { Request = request };
    }

    /// <summary>Whose requests the caller refuses.</summary>
    public Task<IReadOnlyList<BlockedRequester>> Blocked(ClaimsPrincipal user) => grains.RequestBook(user.Customer()).Blocked();

    /// <summary>Takes requests from this person again.</summary>
    public Task Unblock(ClaimsPrincipal user, CustomerId person) => grains.RequestBook(user.Customer()).Unblock(person);

    /// <summary>Those that the caller is asked to pay.</summary>
    public Task<IReadOnlyList<MoneyRequest>> Received(ClaimsPrincipal user) => grains.GetGrain<IRequestsGrain>(0).Received(user.Customer(), Last);

    /// <summary>Those that the caller has made.</summary>
    public Task<IReadOnlyList<MoneyRequest>> Sent(ClaimsPrincipal user) => grains.GetGrain<IRequestsGrain>(0).Sent(user.Customer(), Last);

    /// <summary>The caller's bill; null when it is not theirs.</summary>
    public async Task<Split?> FindSplit(ClaimsPrincipal user, string? id) =>
        Requests.IsSplit(id) && await grains.Split(id!).Look() is { } found && found.Requester == user.Customer() ? found : null;

    /// <summary>The caller's bills, newest first.</summary>
    public Task<IReadOnlyList<Split>> Splits(ClaimsPrincipal user) => grains.GetGrain<ISplitsGrain>(0).Of(user.Customer(), 20);

    /// <summary>Whose telephone it is, as a side of a request; null when it is nobody's.</summary>
    internal async Task<RequestSide?> Side(string? phone) =>
        PhoneNumber.TryParse(phone, out PhoneNumber number) && await grains.GetGrain<IPhoneGrain>(number.Key).Owner() is { } owner
        && await grains.GetGrain<ICustomerGrain>(owner.Customer.Value).Look() is { } person
            ? new RequestSide(person.Id, person.Wallet, person.Name, number.E164)
            : null;

    /// <summary>The caller as a side of a request.</summary>
    internal async Task<RequestSide> Own(ClaimsPrincipal user)
    {
        CustomerView me = (await grains.GetGrain<ICustomerGrain>(user.Customer().Value).Look())!;
        return new RequestSide(me.Id, me.Wallet, me.Name, me.Phone?.E164 ?? "");
    }

    internal static string? Trim(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
