using System.Net;
using System.Text.RegularExpressions;
using Postmobile.Identity;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Pages;

/// <summary>Somebody who asks for pages by hand: cookies, no scripts, no redirections followed.</summary>
internal sealed class PageVisitor(ApiHost host) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = host.Address,
        DefaultRequestHeaders = { { "Accept", "text/html" } },
    };

    /// <summary>Somebody who has signed in by the form.</summary>
    public static async Task<PageVisitor> SignInAsync(PagesWorld world, Role role)
    {
        DemonstrationAccount person = world.Someone(role);
        PageVisitor visitor = new(world.Host);
        using HttpResponseMessage response = await visitor.PostAsync("/sign-in", new() { ["Phone"] = person.Phone.E164, ["Pin"] = person.Pin });
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return visitor;
    }

    /// <summary>Asks for a page.</summary>
    public Task<HttpResponseMessage> GetAsync(string address) => http.GetAsync(address);

    /// <summary>Posts a form, with the token of the page that it stands on.</summary>
    public async Task<HttpResponseMessage> PostAsync(string address, Dictionary<string, string> fields)
    {
        string page = await http.GetStringAsync(address);
        fields["antiforgery"] = Regex.Match(page, "name=\"antiforgery\" type=\"hidden\" value=\"([^\"]+)\"").Groups[1].Value;
        return await http.PostAsync(address, new FormUrlEncodedContent(fields));
    }

    /// <summary>Posts a form without the token, as a page of another site would.</summary>
    public Task<HttpResponseMessage> PostForeignAsync(string address) => http.PostAsync(address, new FormUrlEncodedContent([]));

    /// <inheritdoc />
    public void Dispose() => http.Dispose();
}
