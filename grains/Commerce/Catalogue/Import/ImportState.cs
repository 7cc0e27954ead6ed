namespace Postmobile.Commerce;

/// <summary>What lies in the document of an import; its lines are rows of <c>catalogue_import_line</c>.</summary>
public sealed record ImportState
{
    /// <summary>Whose; empty until it is begun.</summary>
    public string Shop { get; init; } = "";

    /// <summary>The file's name.</summary>
    public string File { get; init; } = "";

    /// <summary>Who sent it.</summary>
    public string By { get; init; } = "";

    /// <summary>How it stands.</summary>
    public ImportStatus Status { get; init; }

    /// <summary>Lines in all.</summary>
    public int Lines { get; init; }

    /// <summary>Lines that are new.</summary>
    public int Created { get; init; }

    /// <summary>Lines that changed something.</summary>
    public int Updated { get; init; }

    /// <summary>Lines that changed nothing.</summary>
    public int Unchanged { get; init; }

    /// <summary>Lines that were refused.</summary>
    public int Failed { get; init; }

    /// <summary>When it began.</summary>
    public long AtMs { get; init; }

    /// <summary>When it is looked after next, should it not be at work.</summary>
    public long WatchedAtMs { get; init; }

    internal CatalogueImport? View(string id) => Shop.Length == 0 ? null : new CatalogueImport
    {
        Id = id,
        Shop = new ShopId(Shop),
        File = File,
        By = new Identity.CustomerId(By),
        Status = Status,
        Lines = Lines,
        Created = Created,
        Updated = Updated,
        Unchanged = Unchanged,
        Failed = Failed,
        At = DateTimeOffset.FromUnixTimeMilliseconds(AtMs),
    };
}
