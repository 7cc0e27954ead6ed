namespace Postmobile.Bench.Money;

internal static class HttpLoad
{
    public static Task<int> RunAsync(string[] args) => Task.FromResult(args.Length);
}
