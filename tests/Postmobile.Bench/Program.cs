using Postmobile.Bench.Money;

return args switch
{
    ["money", .. var rest] => await MoneyBench.RunAsync(BenchArguments.Read(rest)),
    ["bulk", .. var rest] => await Postmobile.Bench.Bulk.BulkBench.RunAsync(rest),
    ["http-load", .. var rest] => await HttpLoad.RunAsync(rest),
    _ => BenchArguments.ShowUsage(),
};
