namespace Postmobile.Identity;

/// <summary>Development only: a person of each role to try things with. Key 0, so that several front ends that start together make them once.</summary>
[Alias("identity.demonstration"), GrainInterfaceType("identity.demonstration")]
public interface IDemonstrationGrain : IGrainWithIntegerKey
{
    /// <summary>Makes who is missing, with money from the trust account. Can be repeated.</summary>
    /// <returns>False when the ledger did not do its part yet; call again.</returns>
    [Alias("seed")]
    Task<bool> Seed();

    /// <summary>Who they are.</summary>
    [Alias("list")]
    Task<IReadOnlyList<DemonstrationAccount>> List();
}

/// <summary>A person to try things with.</summary>
[GenerateSerializer, Immutable, Alias("identity.demonstration-account")]
public sealed record DemonstrationAccount(
    [property: Id(0)] Role Role,
    [property: Id(1)] string Name,
    [property: Id(2)] PhoneNumber Phone,
    [property: Id(3)] string Pin,
    [property: Id(4)] long Balance);
