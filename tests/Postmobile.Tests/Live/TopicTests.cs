using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using Postmobile.Identity;
using Postmobile.Live;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Live;

/// <summary>Notices reach those they are for.</summary>
[Collection(ApiHost.Collection)]
public sealed class TopicTests(ApiHost host)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_person_hears_of_their_own_affairs_without_asking_and_of_nobody_elses()
    {
        Person one = await Person.JoinAsync(host), other = await Person.JoinAsync(host);
        (HubConnection ear, ChannelReader<JsonElement> heard) = await ListenAsync(one);
        await using (ear)
        {
            await host.Grains.Topic(Topics.Of(new CustomerId(other.Id))).Tell(Notice("request.received", "other"));
            await host.Grains.Topic(Topics.Of(new CustomerId(one.Id))).Tell(Notice("request.received", "mine"));
            JsonElement notice = await heard.ReadAsync().AsTask().WaitAsync(Patience);
            Assert.Equal("mine", notice.GetProperty("subject").GetString());
            Assert.False(heard.TryRead(out _));
        }
    }

    [Fact]
    public async Task A_queue_is_followed_by_its_role_only()
    {
        string queue = Topics.For(Role.Clerk, "identity");
        Person clerk = await Person.JoinAsync(host, 0, Role.Clerk), customer = await Person.JoinAsync(host);
        (HubConnection ear, ChannelReader<JsonElement> heard) = await ListenAsync(clerk);
        (HubConnection strange, ChannelReader<JsonElement> strangers) = await ListenAsync(customer);
        await using (ear)
        await using (strange)
        {
            Assert.True(await ear.InvokeAsync<bool>("Follow", queue));
            Assert.False(await strange.InvokeAsync<bool>("Follow", queue));
            Assert.False(await strange.InvokeAsync<bool>("Follow", Topics.Of(new CustomerId(clerk.Id))));
            await host.Grains.Topic(queue).Tell(Notice("case.opened", "k-1"));
            Assert.Equal("k-1", (await heard.ReadAsync().AsTask().WaitAsync(Patience)).GetProperty("subject").GetString());
            Assert.False(strangers.TryRead(out _));
        }
    }

    private static Notice Notice(string kind, string subject) => new() { Kind = kind, Subject = subject, At = DateTimeOffset.UnixEpoch };

    private static async Task<(HubConnection Connection, ChannelReader<JsonElement> Heard)> ListenAsync(Person person)
    {
        var heard = Channel.CreateUnbounded<JsonElement>();
        var watching = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        HubConnection connection = new HubConnectionBuilder()
            .WithUrl(new Uri(person.Host.Address, "/hubs/live"), options => options.AccessTokenProvider = () => Task.FromResult<string?>(person.Token))
            .Build();
        connection.On("Watching", () => watching.TrySetResult());
        connection.On<JsonElement>("Noticed", notice => heard.Writer.TryWrite(notice));
        await connection.StartAsync();
        await watching.Task.WaitAsync(Patience);
        return (connection, heard.Reader);
    }
}
