namespace Postmobile.Api.Identity;

/// <summary>What a person would call their browser.</summary>
internal static class UserAgents
{
    // The order matters: most browsers claim to be several others as well.
    private static readonly (string Token, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR", "Opera"), ("Opera", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")];

    private static readonly (string Token, string Name)[] Systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("KAIOS", "KaiOS"), ("Linux", "Linux")];

    /// <summary>Browser and system, such as "Chrome, Android".</summary>
    public static string Describe(string userAgent)
    {
        string browser = Find(Browsers, userAgent) ?? "Web";
        return Find(Systems, userAgent) is { } system ? $"{browser}, {system}" : browser;
    }

    private static string? Find((string Token, string Name)[] names, string userAgent) =>
        names.FirstOrDefault(name => userAgent.Contains(name.Token, StringComparison.Ordinal)).Name;
}
