namespace Postmobile.Identity;

/// <summary>What papers a tier takes, and how names are screened. Bound from the section <c>Kyc</c>.</summary>
public sealed class KycOptions
{
    /// <summary>The pictures that a tier takes with an identity card; a passport needs no back. A tier that is not listed is not given by papers.</summary>
    public Dictionary<short, PictureKind[]> Needs { get; set; } = new()
    {
        [2] = [PictureKind.Front, PictureKind.Back, PictureKind.Selfie],
        [3] = [PictureKind.Front, PictureKind.Back, PictureKind.Selfie, PictureKind.Address],
    };

    /// <summary>How long a clerk has a case alone.</summary>
    public TimeSpan ClaimLife { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>From this score on, in thousandths, a likeness is a hit (see <c>NameScore</c>).</summary>
    public int HitScore { get; set; } = 860;
}
