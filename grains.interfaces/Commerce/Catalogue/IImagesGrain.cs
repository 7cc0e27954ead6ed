using Orleans.Concurrency;

namespace Postmobile.Commerce;

/// <summary>Takes in pictures of goods and shops and keeps them in the sizes that pages use. Key 0.</summary>
[Alias("commerce.images"), GrainInterfaceType("commerce.images")]
public interface IImagesGrain : IGrainWithIntegerKey
{
    /// <summary>Takes a JPEG, PNG or WebP in. What is kept is made anew from its pixels. The same file of the same owner again has the same id.</summary>
    /// <param name="owner">Whose: a customer's or shop's id.</param>
    /// <param name="file">The file.</param>
    /// <returns>The picture; or picture_type, picture_too_large, picture_dimensions, picture_unreadable.</returns>
    [Alias("keep")]
    Task<ImageOutcome> Keep(string owner, byte[] file);

    /// <summary>A picture in a size, as WebP; null when there is none.</summary>
    [AlwaysInterleave, Alias("open")]
    Task<byte[]?> Open(string id, string size);

    /// <summary>How large a picture is at its largest; null when there is none.</summary>
    [AlwaysInterleave, Alias("find")]
    Task<ImageView?> Find(string id);
}

/// <summary>The sizes in which pictures are kept.</summary>
public static class ImageSizes
{
    /// <summary>For lists: at most 8 KB.</summary>
    public const string Thumb = "thumb";

    /// <summary>For a telephone's width.</summary>
    public const string Medium = "medium";

    /// <summary>To look at closely.</summary>
    public const string Large = "large";

    /// <summary>What a thumbnail weighs at the most, in bytes.</summary>
    public const int ThumbMax = 8 * 1024;

    /// <summary>All of them, with the longest side.</summary>
    public static readonly IReadOnlyDictionary<string, int> All = new Dictionary<string, int> { [Thumb] = 256, [Medium] = 640, [Large] = 1_400 };

    /// <summary>The address of a picture.</summary>
    public static string PathOf(string id, string size) => $"/images/{id}-{size}.webp";
}

/// <summary>A picture that was taken in.</summary>
[GenerateSerializer, Immutable, Alias("commerce.image-view")]
public sealed record ImageView([property: Id(0)] string Id, [property: Id(1)] int Width, [property: Id(2)] int Height);

/// <summary>The picture, or why there is none.</summary>
[GenerateSerializer, Immutable, Alias("commerce.image-outcome")]
public readonly record struct ImageOutcome([property: Id(0)] ImageView? Image, [property: Id(1)] ShopRefusal? Refusal);
