using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using Xunit;

namespace Postmobile.Tests.Hosting;

/// <summary>Something that is reminded.</summary>
[GrainInterfaceType("test.reminded")]
[Alias("test.reminded")]
public interface IRemindedGrain : IGrainWithStringKey
{
    /// <summary>Asks to be reminded a moment from now, and then every so many minutes.</summary>
    [Alias("remind")]
    Task Remind(string name, int minutes);

    /// <summary>The names of what it is reminded of, as the table says.</summary>
    [Alias("names")]
    Task<string[]> Names();

    [Alias("forget")]
    Task Forget(string name);
}

/// <inheritdoc cref="IRemindedGrain"/>
[GrainType("test.reminded")]
public sealed class RemindedGrain : Grain, IRemindedGrain, IRemindable
{
    /// <summary>How often each was called.</summary>
    public static ConcurrentDictionary<string, int> Heard { get; } = new();

    public Task Remind(string name, int minutes) =>
        this.RegisterOrUpdateReminder(name, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(minutes));

    public async Task<string[]> Names() => [.. (await this.GetReminders()).Select(reminder => reminder.ReminderName).Order()];

    public async Task Forget(string name) => await this.UnregisterReminder((await this.GetReminder(name))!);

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Heard.AddOrUpdate(reminderName, 1, (_, times) => times + 1);
        return Task.CompletedTask;
    }
}

/// <summary>Reminders are rows of PostgreSQL, by the provider of Orleans and statements of our own.</summary>
public sealed class ReminderTests
{
    [Fact]
    public async Task A_reminder_is_heard_changed_found_by_the_next_silo_and_forgotten()
    {
        var connectionString = await PostgresFixture.NewDatabaseAsync();
        var name = Guid.NewGuid().ToString("N");
        await using (var silo = await TestSilo.StartAsync(connectionString))
        {
            var grain = silo.Grains.GetGrain<IRemindedGrain>("r-" + name);
            await grain.Remind(name, minutes: 5);
            await grain.Remind("other " + name, minutes: 7);
            await Eventually.TrueAsync(() => RemindedGrain.Heard.ContainsKey(name), TimeSpan.FromSeconds(60));
            Assert.Equal(["other " + name, name], (await grain.Names()).OrderByDescending(each => each.Length));

            await grain.Remind(name, minutes: 60);
            Assert.Equal(["420000", "3600000"], await PeriodsAsync(connectionString));
        }

        await using var next = await TestSilo.StartAsync(connectionString);
        var again = next.Grains.GetGrain<IRemindedGrain>("r-" + name);
        Assert.Equal(2, (await again.Names()).Length);
        await again.Forget(name);
        Assert.Equal(["other " + name], await again.Names());
        Assert.Equal(["420000"], await PeriodsAsync(connectionString));
    }

    private static async Task<List<string>> PeriodsAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("select period_ms from reminder where service_id = 'postmobile' order by 1");
        await using var reader = await command.ExecuteReaderAsync();
        var periods = new List<string>();
        while (await reader.ReadAsync())
        {
            periods.Add(reader.GetInt64(0).ToString(CultureInfo.InvariantCulture));
        }

        return periods;
    }
}
