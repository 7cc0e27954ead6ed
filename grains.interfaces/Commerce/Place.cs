namespace Postmobile.Commerce;

/// <summary>A place in Congo to which or from which goods go.</summary>
[GenerateSerializer, Immutable, Alias("commerce.place")]
public sealed record Place
{
    /// <summary>One of the fifteen departments (<see cref="Money.Congo"/>).</summary>
    [Id(0)] public required string Department { get; init; }

    /// <summary>The town or village.</summary>
    [Id(1)] public required string Town { get; init; }

    /// <summary>Quarter, street, landmark, as people say it; empty for a post office.</summary>
    [Id(2)] public string Address { get; init; } = "";

    /// <summary>Latitude in degrees, where it is known.</summary>
    [Id(3)] public double? Latitude { get; init; }

    /// <summary>Longitude in degrees, where it is known.</summary>
    [Id(4)] public double? Longitude { get; init; }
}
