using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>
/// The dialogue of one telephone by USSD. Keyed by <see cref="UssdKey"/>: a telephone has one dialogue at a time, and one that
/// was cut off goes on in the next session.
/// </summary>
[Alias("money.ussd-session"), GrainInterfaceType("money.ussd-session")]
public interface IUssdSessionGrain : IGrainWithStringKey
{
    /// <summary>Takes what was typed and says what to show. The same request again gets the same answer, and does nothing again.</summary>
    [Alias("answer")]
    Task<UssdReply> Answer(UssdCall call);
}

/// <summary>How the grain of a telephone's dialogue is named.</summary>
public static class UssdKey
{
    private const string Prefix = "ussd-";

    /// <summary>The key for a number.</summary>
    public static string Of(PhoneNumber phone) => Prefix + phone.E164[1..];

    /// <summary>The number that a key names.</summary>
    public static PhoneNumber Phone(string key) => new("+" + key[Prefix.Length..]);
}

/// <summary>One request of a gateway, in no dialect. What was typed can be a PIN: it does not print itself.</summary>
[GenerateSerializer, Immutable, Alias("money.ussd-call")]
public sealed record UssdCall
{
    /// <summary>The gateway's name and its id of the session.</summary>
    [Id(0)] public required string Session { get; init; }

    /// <summary>What was typed: all of the session when <see cref="Cumulative"/>, else the latest alone; empty when a session opens.</summary>
    [Id(1)] public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Whether the gateway repeats everything with each request.</summary>
    [Id(2)] public required bool Cumulative { get; init; }

    /// <summary>The gateway's own number of this request, by which a repetition is known; null when it gives none.</summary>
    [Id(3)] public string? Request { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"USSD {Inputs.Count}";
}

/// <summary>What the telephone shows.</summary>
/// <param name="Text">At most 182 characters of the GSM alphabet.</param>
/// <param name="Ends">Whether the session is over.</param>
[GenerateSerializer, Immutable, Alias("money.ussd-reply")]
public sealed record UssdReply([property: Id(0)] string Text, [property: Id(1)] bool Ends)
{
    /// <inheritdoc />
    public override string ToString() => Ends ? "END" : "CON";
}
