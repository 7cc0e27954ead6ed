using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Postmobile.Silo.Keys;

/// <summary>
/// Refuses to start on a database that was used with other keys. Without this check a machine with a pepper of its own would
/// simply find every PIN wrong, and lock everybody out.
/// </summary>
internal sealed class KeyCheck(NpgsqlDataSource database, OutsideKeys keys) : IHostedLifecycleService
{
    private static readonly byte[] Purpose = "postmobile key check"u8.ToArray();

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await Check("wrapping", keys.Wrapping, cancellationToken);
        await Check("pin-pepper", keys.Pepper, cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Check(string name, byte[] key, CancellationToken cancellation)
    {
        byte[] digest = HMACSHA256.HashData(key, Purpose);
        await using NpgsqlCommand command = database.CreateCommand(
            "insert into key_material (name, id, material) values ('check', $1, $2) on conflict do nothing");
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = digest });
        await command.ExecuteNonQueryAsync(cancellation);
        await using NpgsqlCommand read = database.CreateCommand("select material from key_material where name = 'check' and id = $1");
        read.Parameters.Add(new() { Value = name });
        byte[] first = (byte[])(await read.ExecuteScalarAsync(cancellation))!;
        if (!digest.AsSpan().SequenceEqual(first))
        {
            throw new InvalidOperationException(
                $"This database was first used with another {name} key than the one in {keys.Folder} or in the configuration (Keys:*). Bring that key here; a new one would make every stored secret unreadable.");
        }
    }
}
