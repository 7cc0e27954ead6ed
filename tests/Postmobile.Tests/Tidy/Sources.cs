using System.Runtime.CompilerServices;

namespace Postmobile.Tests.Tidy;

/// <summary>The project's own files, as the tidy tests read them.</summary>
internal static class Sources
{
    private static readonly string[] Projects = ["grains.interfaces", "grains", "silo", "api"];
    private static readonly string[] Generated = ["bin", "obj", "node_modules"];

    private static readonly string[] NotOurs = [.. Generated, ".git", ".data", "lib", "TestResults"];

    /// <summary>The scripts of <c>deploy</c> have no ending.</summary>
    private static readonly string[] TextEndings =
        [".cs", ".cshtml", ".css", ".csproj", ".js", ".json", ".md", ".props", ".sh", ".sql", ".targets", ".txt", ".webmanifest", ".yml", ".yaml", ""];

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Paths, relative to the root, of everything in C# that runs in production.</summary>
    public static IReadOnlyList<string> Production { get; } = Projects.SelectMany(Find).ToList();

    /// <summary>Production and tests.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Production, .. Find("tests")];

    /// <summary>Everything that people read: sources, pages, scripts, settings, documents; but for what was generated or brought.</summary>
    public static IReadOnlyList<string> Texts { get; } = Directory
        .EnumerateFiles(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        .Select(path => Path.GetRelativePath(Root, path))
        .Where(path => TextEndings.Contains(Path.GetExtension(path)) && !path.Split(Path.DirectorySeparatorChar).Any(part => NotOurs.Contains(part)))
        .Where(path => !path.EndsWith("lock.json", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .ToList();

    public static string Read(string relativePath) => File.ReadAllText(Path.Combine(Root, relativePath));

    private static IEnumerable<string> Find(string folder) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Root, path))
        .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => Generated.Contains(part)))
        .Order(StringComparer.Ordinal);

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here)!;
        while (!File.Exists(Path.Combine(folder, "Postmobile.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests must be built from their checkout.");
        }

        return folder;
    }
}
