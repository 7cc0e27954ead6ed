using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Postmobile.Bench.Money;

/// <summary>All figures of a run, as a table and as JSON.</summary>
internal sealed class BenchReport
{
    private const double RandomTarget = 5;
    private const double HotTarget = 20;
    private const double RestTarget = 0.40;
    private const double WakeTarget = 20_000;
    private const double IdleBytesTarget = 4 * 1024;
    private const double P99Target = 60;

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>pgbench's best run of each pattern.</summary>
    public Dictionary<Pattern, (double PerSecond, int Clients)> Reference { get; } = [];

    public List<LoadResult> Grains { get; } = [];

    public List<RestResult> Rest { get; } = [];

    public WakeResult? Wake { get; set; }

    /// <summary>The slowest hundredth at 1,024 in flight, in the pattern in which it is slowest.</summary>
    private double? P99At1024 => Max(Grains.Where(result => result.InFlight == 1024).Select(result => result.P99Ms));

    /// <summary>Prints the table.</summary>
    public void Show()
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 110);
        Table table = new Table().AddColumns("", "ours", "beside it", "ratio", "to reach", "");
        foreach (int column in new[] { 1, 2, 3, 4 })
        {
            table.Columns[column].RightAligned();
        }

        foreach (Pattern pattern in Enum.GetValues<Pattern>())
        {
            double? reference = ReferenceOf(pattern);
            string beside = reference is null ? "" : $"{Whole(reference)} (pgbench, {Reference[pattern].Clients} clients)";
            Row(table, Title(pattern), Whole(Best(pattern)), beside, Best(pattern) / reference, pattern == Pattern.Random ? RandomTarget : HotTarget, "×");
        }

        Row(table, "REST, transfers/s", Whole(Best(RestKind.Transfers)), Best(RestKind.Empty) is { } empty ? $"{Whole(empty)} (only checks the token)" : "", Best(RestKind.Transfers) / Best(RestKind.Empty), RestTarget, "");
        Limit(table, "wallets woken/s", Wake?.PerSecond, WakeTarget, atLeast: true);
        Limit(table, "bytes an idle wallet", Wake?.IdleBytes, IdleBytesTarget, atLeast: false);
        Limit(table, "p99 at 1,024 in flight, ms", P99At1024, P99Target, atLeast: false);
        AnsiConsole.Write(table);
    }

    /// <summary>The figures for programs; what was not measured is null.</summary>
    public string ToJson()
    {
        JsonObject Compare(string ours, double? mine, string theirs, double? other) =>
            new() { [ours] = Rounded(mine, 0), [theirs] = Rounded(other, 0), ["ratio"] = Rounded(mine / other, 3) };

        JsonObject Of(Pattern pattern) => Compare("ours", Best(pattern), "pgbench", ReferenceOf(pattern));

        JsonObject all = new()
        {
            ["random"] = Of(Pattern.Random),
            ["hot_payee"] = Of(Pattern.HotPayee),
            ["hot_payer"] = Of(Pattern.HotPayer),
            ["rest"] = Compare("transfers", Best(RestKind.Transfers), "empty", Best(RestKind.Empty)),
            ["wake_per_s"] = Rounded(Wake?.PerSecond, 0),
            ["idle_bytes"] = Rounded(Wake?.IdleBytes, 0),
            ["p99_ms_at_1024"] = Rounded(P99At1024, 1),
        };
        return all.ToJsonString(s_indented) + "\n";
    }

    private static string Title(Pattern pattern) => pattern switch
    {
        Pattern.Random => "random accounts, transfers/s",
        Pattern.HotPayee => "everybody pays one, transfers/s",
        Pattern.HotPayer => "one pays everybody, transfers/s",
        _ => throw new ArgumentOutOfRangeException(nameof(pattern)),
    };

    private static void Row(Table table, string title, string ours, string beside, double? ratio, double target, string unit) => table.AddRow(
        title, ours, beside, ratio is null ? "" : $"{Text(ratio.Value)}{unit}", $"≥ {Text(target)}{unit}", Verdict(ratio >= target, ratio));

    private static void Limit(Table table, string title, double? value, double target, bool atLeast) => table.AddRow(
        title, Whole(value), "", "", $"{(atLeast ? "≥" : "≤")} {Whole(target)}", Verdict(atLeast ? value >= target : value <= target, value));

    private static string Verdict(bool reached, double? value) => value is null ? "" : reached ? "[green]yes[/]" : "[red]no[/]";

    private static string Text(double value) => value.ToString("0.0#", CultureInfo.InvariantCulture);

    private static string Whole(double? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "";

    private static JsonNode? Rounded(double? value, int digits) => value is null ? null : JsonValue.Create(Math.Round(value.Value, digits));

    private static double? Max(IEnumerable<double> values) => values.Select(value => (double?)value).Max();

    private double? ReferenceOf(Pattern pattern) => Reference.TryGetValue(pattern, out (double PerSecond, int Clients) found) ? found.PerSecond : null;

    private double? Best(Pattern pattern) => Max(Grains.Where(result => result.Pattern == pattern).Select(result => result.PerSecond));

    private double? Best(RestKind kind) => Max(Rest.Where(result => result.Kind == kind).Select(result => result.PerSecond));
}
