using System.ComponentModel;
using System.Security.Claims;
using Postmobile.Api.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Somebody asks for money.</summary>
public sealed record RequestBody(
    [property: Description("The telephone of whoever is asked.")] string From,
    [property: Description("How much, in whole minor units.")] long Amount,
    [property: Description("What for; the payer reads it. At most 140 characters.")] string? Note = null);

/// <summary>The payer says yes.</summary>
public sealed record RequestApprovalBody([property: Description("The total that the payer saw.")] long AgreedTotal);

/// <summary>A request as one of its sides sees it.</summary>
public sealed record RequestView(
    string Id, [property: Description("payer or requester: who looks.")] string Side, RequestStatus Status,
    [property: Description("The other side's name, masked.")] string Name, [property: Description("The other side's telephone.")] string Phone,
    long Amount, string? Note, string? Split, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt, DateTimeOffset? EndedAt, string? Transfer, string? Failure)
{
    /// <summary>The outside's view. Why the payer could not pay is the payer's business alone.</summary>
    public static RequestView Of(MoneyRequest request, ClaimsPrincipal user)
    {
        bool payer = request.Wish.Payer.Id == user.Customer();
        RequestSide other = payer ? request.Wish.Requester : request.Wish.Payer;
        return new(
            request.Id, payer ? "payer" : "requester", request.Status, Masking.Name(other.Name), other.Phone, request.Wish.Amount, request.Wish.Note,
            payer ? null : request.Wish.Split, request.AskedAt, request.ExpiresAt, request.EndedAt, request.Transfer?.ToString(), payer ? request.Failure : null);
    }
}

/// <summary>Some requests.</summary>
public sealed record RequestsView(IReadOnlyList<RequestView> Requests);

/// <summary>Somebody whose requests are refused.</summary>
public sealed record BlockedRequesterView(string Person, string Name, DateTimeOffset At);

/// <summary>Whose requests are refused.</summary>
public sealed record BlockedRequestersView(IReadOnlyList<BlockedRequesterView> Blocked);

/// <summary>One share of a bill.</summary>
public sealed record ShareBody(
    [property: Description("The telephone of whoever pays it; leave out for one's own share, for which nobody is asked.")] string? From = null,
    [property: Description("How much; leave out for an equal part of what the given amounts leave.")] long? Amount = null);

/// <summary>A bill that several share.</summary>
public sealed record SplitBody(
    [property: Description("The whole bill, in whole minor units.")] long Total,
    [property: Description("What a division leaves over goes, a unit each, to the first shares without an amount of their own.")] IReadOnlyList<ShareBody>? Shares,
    string? Note = null);

/// <summary>A share as it stands.</summary>
public sealed record ShareView(string? Name, string? Phone, long Amount, [property: Description("It bears a unit that did not divide.")] bool Remainder, string? Request, RequestStatus? Status, string? Refusal);

/// <summary>A bill as it stands.</summary>
public sealed record SplitView(string Id, long Total, [property: Description("What others are to pay.")] long Asked, long Paid, string? Note, DateTimeOffset At, IReadOnlyList<ShareView> Shares)
{
    /// <summary>The outside's view, for the requester.</summary>
    public static SplitView Of(Split split) => new(split.Id, split.Total, split.Asked, split.Paid, split.Note, split.At, [.. split.Shares.Select(share => new ShareView(
        share.Payer is null ? null : Masking.Name(share.Payer.Name), share.Payer?.Phone, share.Amount, share.Remainder, share.Request?.Id, share.Request?.Status, share.Refusal?.Code()))]);
}

/// <summary>Some bills.</summary>
public sealed record SplitsView(IReadOnlyList<SplitView> Splits);

/// <summary>A payee proposes a mandate.</summary>
public sealed record MandateBody(
    [property: Description("The telephone of the payer.")] string From,
    MandatePeriod Period,
    [property: Description("The day of the first collection, in Brazzaville.")] DateOnly Start,
    [property: Description("What for; the payer reads it. At most 140 characters.")] string Reason,
    [property: Description("The same amount each time; leave out for one that varies.")] long? Amount = null,
    [property: Description("The most in one period; needed where the amount varies.")] long? Ceiling = null,
    [property: Description("The last day on which a collection may fall due.")] DateOnly? End = null,
    [property: Description("How many times it collects.")] int? Times = null,
    [property: Description("Collect into the caller's merchant account.")] bool Merchant = false);

/// <summary>The payer agrees.</summary>
public sealed record MandateApprovalBody([property: Description("The most that may be collected in one period: at least the amount, at most what was proposed.")] long Ceiling);

/// <summary>The payee says how much the next collection is.</summary>
public sealed record CollectBody([property: Description("At most the ceiling, in whole minor units.")] long Amount);

/// <summary>One period that is over.</summary>
public sealed record CollectionView(int Period, DateOnly Due, CollectionResult Result, long Amount, DateTimeOffset At, string? Transfer, string? Failure);

/// <summary>A mandate as one of its sides sees it.</summary>
public sealed record MandateView(
    string Id, [property: Description("payer or payee: who looks.")] string Side, MandateStatus Status, string Name, string Phone, bool Merchant, string Reason,
    long? Amount, long? Ceiling, long ProposedCeiling, MandatePeriod Period, DateOnly Start, DateOnly? End, int? Times, DateTimeOffset ProposedAt, DateTimeOffset AnswerBy,
    CollectionStep Step, DateOnly? NextDue, DateTimeOffset? NextAt, long? NextAmount, int TimesPaid, long TotalPaid, IReadOnlyList<CollectionView> Past)
{
    /// <summary>The outside's view: a shop by the name over its door, a person by their masked name.</summary>
    public static MandateView Of(Mandate mandate, ClaimsPrincipal user)
    {
        bool payer = mandate.Wish.Payer.Id == user.Customer();
        MandateWish wish = mandate.Wish;
        return new(
            mandate.Id, payer ? "payer" : "payee", mandate.Status, NameOfOther(mandate, payer), payer ? wish.Payee.Phone : wish.Payer.Phone, wish.Merchant, wish.Reason,
            wish.Amount, mandate.Ceiling, wish.Ceiling, wish.Period, wish.Start, wish.End, wish.Times, mandate.ProposedAt, mandate.AnswerBy,
            mandate.Step, mandate.NextDue, mandate.NextAt, mandate.NextAmount, mandate.TimesPaid, mandate.TotalPaid,
            [.. mandate.Past.Select(one => new CollectionView(one.Period, one.Due, one.Result, one.Amount, one.At, one.Transfer?.ToString(), payer ? one.Failure : null))]);
    }

    /// <summary>The name of the other side, as this one may see it.</summary>
    public static string NameOfOther(Mandate mandate, bool payer) =>
        payer && mandate.Wish.Merchant ? mandate.Wish.Payee.Name : Masking.Name(payer ? mandate.Wish.Payee.Name : mandate.Wish.Payer.Name);
}

/// <summary>Some mandates.</summary>
public sealed record MandatesView(IReadOnlyList<MandateView> Mandates);
