using System.Security.Cryptography;
using System.Text.Json;
using Postmobile.Documents;

namespace Postmobile.Money;

/// <summary>The book of tariffs: what has been proposed and decided, in the order of proposal.</summary>
public sealed record TariffsState
{
    /// <summary>All versions.</summary>
    public IReadOnlyList<TariffEntry> Versions { get; init; } = [];

    internal TariffEntry? Find(string id) => Versions.FirstOrDefault(entry => entry.Version.Id == id);

    /// <summary>The version approved last; whatever comes next is made from it.</summary>
    internal TariffVersion? Newest => Versions.Select(entry => entry.Version).Where(version => version.Number is not null).MaxBy(version => version.Number);

    internal TariffsState With(TariffVersion version) =>
        new() { Versions = [.. Versions.Select(entry => entry.Version.Id == version.Id ? entry with { Version = version } : entry)] };
}

/// <summary>A version, and a digest of the request that proposed it, so that its repetition is known.</summary>
public sealed record TariffEntry(TariffVersion Version, string Asked)
{
    /// <summary>The digest of a request.</summary>
    internal static string DigestOf(TariffProposal proposal) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(proposal, DocumentSerializer.Options)).AsSpan(0, 16));
}
