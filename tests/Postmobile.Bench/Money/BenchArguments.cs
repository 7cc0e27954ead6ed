namespace Postmobile.Bench.Money;

/// <summary>What a person typed after <c>bench money</c>.</summary>
internal sealed record BenchArguments(bool Quick, string? JsonFile, string? Only)
{
    public const string Pgbench = "pgbench";
    public const string Wake = "wake";
    public const string Grains = "grains";
    public const string Rest = "rest";

    private static readonly string[] s_parts = [Pgbench, Wake, Grains, Rest];

    /// <summary>Wallets that take part.</summary>
    public int Accounts => 100_000;

    /// <summary>How long one run of pgbench lasts.</summary>
    public TimeSpan ReferenceLength => TimeSpan.FromSeconds(Quick ? 2 : 12);

    /// <summary>How long one run of ours lasts, after its warm-up.</summary>
    public TimeSpan RunLength => TimeSpan.FromSeconds(Quick ? 2 : 12);

    /// <summary>The warm-up of each run.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(Quick ? 0.5 : 4);

    /// <summary>The first warm-up of a part, until the compiler has seen what is hot.</summary>
    public TimeSpan FirstWarmUp => TimeSpan.FromSeconds(Quick ? 3 : 15);

    public bool Wants(string part) => Only is null || Only == part;

    /// <summary>Null when the arguments are none of ours.</summary>
    public static BenchArguments? Read(string[] args)
    {
        BenchArguments arguments = new(false, null, null);
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick":
                    arguments = arguments with { Quick = true };
                    break;
                case "--json" when i + 1 < args.Length:
                    arguments = arguments with { JsonFile = Path.GetFullPath(args[++i]) };
                    break;
                case "--only" when i + 1 < args.Length && s_parts.Contains(args[i + 1]):
                    arguments = arguments with { Only = args[++i] };
                    break;
                default:
                    return null;
            }
        }

        return arguments;
    }

    public static int ShowUsage()
    {
        Console.Error.WriteLine(
            """
            deploy/bench money [--quick] [--json FILE] [--only PART]

              --quick      shorter runs, under two minutes altogether
              --json FILE  writes the figures there too
              --only PART  pgbench, wake, grains or rest

            deploy/bench bulk [--quick] [--json FILE]

              100,000 lines of a bulk payment from the file to the last message; 10,000 with --quick

            deploy/bench shop [--quick] [--json FILE]

              checkouts over five shops with payment and escrow, random and hot, beside the same written with row locks; the flash sale

            deploy/bench import [--quick] [--rows 100000] [--json FILE]

              a file of products imported while shops sell, beside the same products written straight; then the same file again
            """);
        return 2;
    }
}
