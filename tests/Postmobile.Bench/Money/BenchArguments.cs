namespace Postmobile.Bench.Money;

/// <summary>What a person typed after <c>bench money</c>.</summary>
internal sealed record BenchArguments(bool Quick, string? JsonFile, string? Only)
{
    /// <summary>Accounts that take part.</summary>
    public int Accounts => 100_000;

    /// <summary>How long one run lasts, after a warm-up of a third of it.</summary>
    public TimeSpan RunLength => TimeSpan.FromSeconds(Quick ? 3 : 12);

    public bool Wants(string part) => Only is null || Only == part;

    public static BenchArguments Read(string[] args)
    {
        string? After(string name) => Array.IndexOf(args, name) is >= 0 and int at && at + 1 < args.Length ? args[at + 1] : null;
        return new BenchArguments(args.Contains("--quick"), After("--json"), After("--only"));
    }

    public static int ShowUsage()
    {
        Console.WriteLine("bench money [--quick] [--json FILE] [--only pgbench|grains|rest|wake]");
        return 2;
    }
}
