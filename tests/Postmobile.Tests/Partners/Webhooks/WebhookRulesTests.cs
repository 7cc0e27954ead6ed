using System.Net;
using System.Security.Cryptography;
using System.Text;
using Postmobile.Partners;
using Xunit;

namespace Postmobile.Tests.Partners.Webhooks;

/// <summary>What an endpoint may be, when a message is tried again, how it is signed, and where we never go.</summary>
public sealed class WebhookRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("https://boutique.example/hooks", null)]
    [InlineData("http://boutique.example/hooks", WebhookRefusal.Url)]
    [InlineData("https://nom:secret@boutique.example/", WebhookRefusal.Url)]
    [InlineData("ftp://boutique.example/", WebhookRefusal.Url)]
    [InlineData("boutique.example", WebhookRefusal.Url)]
    public void An_address_is_https_without_a_password(string url, WebhookRefusal? expected) =>
        Assert.Equal(expected, WebhookRules.Check(new WebhookWish { Url = url, Events = ["*"] }, trusted: false));

    [Theory]
    [InlineData("order.paid", null)]
    [InlineData("order.payed", WebhookRefusal.Events)]
    [InlineData(null, WebhookRefusal.Events)]
    public void Events_exist(string? name, WebhookRefusal? expected) =>
        Assert.Equal(expected, WebhookRules.Check(new WebhookWish { Url = "https://boutique.example", Events = name is null ? [] : [name] }, trusted: false));

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 300)]
    [InlineData(3, 1_800)]
    [InlineData(9, 86_400)]
    public void The_waits_are_those_of_the_standard(int tries, int seconds) =>
        Assert.Equal(Now.AddSeconds(seconds), WebhookRules.Next(tries, Now, 0, null));

    [Fact]
    public void After_ten_tries_it_is_enough() => Assert.Null(WebhookRules.Next(10, Now, 0, null));

    [Fact]
    public void A_receiver_may_ask_for_time_but_not_for_more_than_a_day()
    {
        Assert.Equal(Now.AddMinutes(3), WebhookRules.Next(1, Now, 0, Now.AddMinutes(3)));
        Assert.Equal(Now.AddDays(1), WebhookRules.Next(1, Now, 0, Now.AddDays(30)));
        Assert.Equal(Now.AddSeconds(5), WebhookRules.Next(1, Now, 0, Now.AddSeconds(1)));
    }

    [Fact]
    public void The_signature_is_that_of_the_standard()
    {
        byte[] key = RandomNumberGenerator.GetBytes(32);
        string secret = "whsec_" + Convert.ToBase64String(key);
        string expected = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"msg_1.{Now.ToUnixTimeSeconds()}.{{\"a\":1}}")));
        Assert.Equal("v1," + expected, WebhookSignature.Sign([secret], "msg_1", Now, "{\"a\":1}"));
        Assert.Equal(2, WebhookSignature.Sign([secret, WebhookSignature.NewSecret()], "msg_1", Now, "{}").Split(' ').Length);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("64:ff9b::7f00:1")]
    public void Neighbours_are_not_public(string address) => Assert.False(PublicNetwork.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("41.202.207.1")]
    [InlineData("172.32.0.1")]
    [InlineData("2001:4860:4860::8888")]
    public void The_rest_is(string address) => Assert.True(PublicNetwork.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task Nothing_is_connected_to_that_is_not_public()
    {
        using HttpClient http = new(PublicNetwork.Handler(trusted: false));
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("http://127.0.0.1:9/"));
        HttpRequestException named = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("http://localhost:9/"));
        Assert.Contains("public network", named.ToString(), StringComparison.Ordinal);
    }
}
