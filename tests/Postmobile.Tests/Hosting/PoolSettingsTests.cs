using Npgsql;
using Postmobile.Silo.Hosting;
using Xunit;

namespace Postmobile.Tests.Hosting;

/// <summary>The settings of a pool of connections.</summary>
public sealed class PoolSettingsTests
{
    [Fact]
    public void What_is_not_set_is_tuned_and_what_is_set_stays()
    {
        using NpgsqlDataSource plain = PostgresHosting.CreateDataSource("Host=127.0.0.1", maxPoolSize: 7), own = PostgresHosting.CreateDataSource("Host=127.0.0.1;Max Auto Prepare=0;No Reset On Close=false", maxPoolSize: 7);
        var tuned = new NpgsqlConnectionStringBuilder(plain.ConnectionString);
        Assert.Equal((7, 64, true, "postmobile"), (tuned.MaxPoolSize, tuned.MaxAutoPrepare, tuned.NoResetOnClose, tuned.ApplicationName));
        var kept = new NpgsqlConnectionStringBuilder(own.ConnectionString);
        Assert.Equal((7, 0, false), (kept.MaxPoolSize, kept.MaxAutoPrepare, kept.NoResetOnClose));
    }
}
