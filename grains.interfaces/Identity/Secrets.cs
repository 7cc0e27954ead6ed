namespace Postmobile.Identity;

/// <summary>A PIN on its way to the grain that checks it. It does not print itself.</summary>
[GenerateSerializer, Immutable, Alias("identity.pin")]
public readonly record struct Pin([property: Id(0)] string Digits)
{
    /// <inheritdoc />
    public override string ToString() => "••••";
}

/// <summary>A one-time code as a person typed it. It does not print itself.</summary>
[GenerateSerializer, Immutable, Alias("identity.one-time-code")]
public readonly record struct OneTimeCode([property: Id(0)] string Digits)
{
    /// <inheritdoc />
    public override string ToString() => "••••••";
}
