using Postmobile.Bench.Money;

return args switch
{
    ["money", .. var rest] when BenchArguments.Read(rest) is { } arguments => await MoneyBench.RunAsync(arguments),
    ["search", .. var rest] => await Postmobile.Bench.Search.SearchBench.RunAsync(rest),
    ["import", .. var rest] => await Postmobile.Bench.Commerce.ImportBench.RunAsync(rest),
    ["shop", .. var rest] => await Postmobile.Bench.Commerce.ShopBench.RunAsync(rest),
    ["bulk", .. var rest] => await Postmobile.Bench.Bulk.BulkBench.RunAsync(rest),

    // The other process of the measurements over HTTP; started by the bench itself.
    ["http-load"] => HttpLoad.Run(),
    _ => BenchArguments.ShowUsage(),
};
