using System.Net;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Postmobile.Identity;
using Xunit;

namespace Postmobile.Tests.Pages;

/// <summary>Each page, tried by each kind of person.</summary>
[Collection(PagesWorld.Collection)]
public sealed class PageAccessTests(PagesWorld world)
{
    private static readonly Dictionary<For, Role> People = new()
    {
        [For.Customers] = Role.Customer,
        [For.Agents] = Role.Agent,
        [For.Merchants] = Role.Merchant,
        [For.Operators] = Role.Operator,
        [For.Accountants] = Role.Accountant,
        [For.Supervisors] = Role.Supervisor,
        [For.Clerks] = Role.Clerk,
        [For.Support] = Role.Support,
    };

    [Fact]
    public void Every_page_is_in_the_list()
    {
        IEnumerable<string> routes = world.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText!.Trim('/')).Distinct();

        Assert.Equal(Screens.All.Select(screen => screen.Route).Order(StringComparer.Ordinal), routes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_stranger_is_sent_to_sign_in()
    {
        using PageVisitor stranger = new(world.Host);
        foreach (Screen screen in Screens.All)
        {
            using HttpResponseMessage response = await stranger.GetAsync(screen.Address);
            bool sent = response.Headers.Location?.ToString().Contains("/sign-in", StringComparison.Ordinal) == true;
            Assert.True(sent != screen.Who.HasFlag(For.Strangers), $"{screen}: {(int)response.StatusCode}");
        }
    }

    [Fact]
    public async Task Whoever_may_not_is_refused_and_whoever_may_is_not()
    {
        foreach ((For who, Role role) in People)
        {
            using PageVisitor visitor = await PageVisitor.SignInAsync(world, role);
            foreach (Screen screen in Screens.All)
            {
                using HttpResponseMessage response = await visitor.GetAsync(screen.Address);
                bool refused = response.StatusCode == HttpStatusCode.Forbidden;
                Assert.True(refused != screen.Who.HasFlag(who), $"{screen} as {role}: {(int)response.StatusCode}");
                Assert.True((int)response.StatusCode < 500, $"{screen} as {role}: {(int)response.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused_on_every_page()
    {
        foreach ((For who, Role role) in People)
        {
            using PageVisitor visitor = await PageVisitor.SignInAsync(world, role);
            foreach (Screen screen in Screens.All.Where(screen => screen.Who.HasFlag(who) && screen.Route != "error"))
            {
                using HttpResponseMessage response = await visitor.PostForeignAsync(screen.Address);
                Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{screen} as {role}: {(int)response.StatusCode}");
            }
        }
    }

    [Theory]
    [InlineData("fr", "Page introuvable")]
    [InlineData("en", "Page not found")]
    [InlineData("ln", "Lokasa emonani te")]
    [InlineData("ktu", "Lukaya me monana ve")]
    public async Task What_is_not_there_is_said_in_the_callers_language(string language, string words)
    {
        using HttpClient http = world.Host.NewClient();
        using HttpRequestMessage request = new(HttpMethod.Get, "/nothing/here") { Headers = { { "Accept", "text/html" }, { "Cookie", "lang=" + language } } };
        using HttpResponseMessage response = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        string page = await response.Content.ReadAsStringAsync();
        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Contains($"<html lang=\"{language}\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strangers_receipt_does_not_exist()
    {
        Postmobile.Money.AccountId wallet = await world.WalletAsync(world.Someone(Role.Customer).Phone.E164);
        var page = await world.Host.Grains.GetGrain<Postmobile.Money.IAccountGrain>(wallet.Value).Statement(new() { Limit = 1 });
        string address = "/wallet/receipt/" + page.Lines[0].Transfer;
        using PageVisitor merchant = await PageVisitor.SignInAsync(world, Role.Merchant);
        using PageVisitor owner = await PageVisitor.SignInAsync(world, Role.Customer);

        using HttpResponseMessage foreign = await merchant.GetAsync(address);
        using HttpResponseMessage own = await owner.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }
}
