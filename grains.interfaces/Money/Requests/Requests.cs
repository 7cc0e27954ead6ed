using System.Security.Cryptography;
using System.Text;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Names of requests, split bills and mandates.</summary>
public static class Requests
{
    private const string RequestPrefix = "rq-", SplitPrefix = "sp-", MandatePrefix = "ma-";
    private const int KeyLength = 35;

    /// <summary>The request that this person means by this idempotency key.</summary>
    public static string Key(CustomerId requester, string idempotencyKey) => RequestPrefix + Digest(requester.Value + "\n" + idempotencyKey);

    /// <summary>The request of one share of a bill.</summary>
    public static string ShareKey(string split, int share) => RequestPrefix + Digest(split + "\n" + share.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The bill that this person means by this idempotency key.</summary>
    public static string SplitKey(CustomerId requester, string idempotencyKey) => SplitPrefix + Digest(requester.Value + "\n" + idempotencyKey);

    /// <summary>The mandate that this payee means by this idempotency key.</summary>
    public static string MandateKey(CustomerId payee, string idempotencyKey) => MandatePrefix + Digest(payee.Value + "\n" + idempotencyKey);

    /// <summary>A person's book of requests.</summary>
    public static string BookKey(CustomerId person) => "rb-" + person.Value;

    /// <summary>Whether a text has the form of a request's id.</summary>
    public static bool IsKey(string? text) => Is(text, RequestPrefix);

    /// <summary>Whether a text has the form of a bill's id.</summary>
    public static bool IsSplit(string? text) => Is(text, SplitPrefix);

    /// <summary>Whether a text has the form of a mandate's id.</summary>
    public static bool IsMandate(string? text) => Is(text, MandatePrefix);

    /// <summary>The request's grain.</summary>
    public static IRequestGrain Request(this IGrainFactory grains, string id) => grains.GetGrain<IRequestGrain>(id);

    /// <summary>The bill's grain.</summary>
    public static ISplitGrain Split(this IGrainFactory grains, string id) => grains.GetGrain<ISplitGrain>(id);

    /// <summary>The mandate's grain.</summary>
    public static IMandateGrain Mandate(this IGrainFactory grains, string id) => grains.GetGrain<IMandateGrain>(id);

    /// <summary>A person's book of requests.</summary>
    public static IRequestBookGrain RequestBook(this IGrainFactory grains, CustomerId person) => grains.GetGrain<IRequestBookGrain>(BookKey(person));

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    private static bool Is(string? text, string prefix) =>
        text?.Length == KeyLength && text.StartsWith(prefix, StringComparison.Ordinal) && !text.AsSpan(prefix.Length).ContainsAnyExcept("0123456789abcdef");
}
