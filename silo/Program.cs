using Postmobile.Silo.Commands;

return args switch
{
    // postmobile [--Setting value ...]: a headless silo
    [] or [['-', ..], ..] => await SiloCommand.RunAsync(args),

    // postmobile schema apply: bring the database to this version
    ["schema", "apply", .. var rest] => await SchemaCommand.ApplyAsync(rest),

    // postmobile postgres --write-connection FILE: the private server and its schema, for several hosts to share
    ["postgres", .. var rest] => await PostgresCommand.RunAsync(rest),

    // postmobile ledger verify [--head HEX]: replay the ledger and say whether it can be true
    ["ledger", "verify", .. var rest] => await LedgerCommand.VerifyAsync(rest),

    _ => Usage.Show(),
};
