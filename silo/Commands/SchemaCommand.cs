using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postmobile.Silo.Hosting;
using Postmobile.Silo.PostgreSql;

namespace Postmobile.Silo.Commands;

/// <summary>Applies the schema without starting a silo, for operators who do not let hosts change their database.</summary>
internal static class SchemaCommand
{
    public static async Task<int> ApplyAsync(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.AddPostmobilePostgres();
        builder.Configuration.AddInMemoryCollection([new("PostgreSql:ApplySchema", "false")]);
        using var host = builder.Build();
        await host.StartAsync();
        var address = host.Services.GetRequiredService<PostgresAddress>();
        await DatabaseSchema.ApplyAsync(address.ConnectionString, host.Services.GetRequiredService<ILogger<PrivatePostgres>>());
        await host.StopAsync();
        return 0;
    }
}
