namespace Postmobile.Silo.Commands;

/// <summary>What the executable says to a command it does not know.</summary>
internal static class Usage
{
    public static int Show()
    {
        Console.Error.WriteLine("""
            postmobile [--Section:Setting value ...]     a headless silo
            postmobile schema apply                      bring the database to this version
            postmobile ledger verify [--head HEX]        replay the ledger and say whether it can be true
            postmobile postgres --write-connection FILE  run the private PostgreSQL for several hosts

            Settings: ConnectionStrings:Postmobile, PostgreSql:DataDirectory, Orleans:SiloPort, Orleans:GatewayPort, Cluster:ClusterId ...
            """);
        return 2;
    }
}
