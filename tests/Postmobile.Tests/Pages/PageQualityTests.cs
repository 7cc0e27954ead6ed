using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;
using IRequest = Microsoft.Playwright.IRequest;

namespace Postmobile.Tests.Pages;

/// <summary>What a page weighs on the wire, whether it fits a small screen, and whether everybody can use it.</summary>
[Collection(PagesWorld.Collection)]
public sealed class PageQualityTests(PagesWorld world)
{
    private const long BytesMax = 60_000;
    private const int RequestsMax = 8;

    /// <summary>A page that lists goods, with all the pictures that it loads.</summary>
    private const long GoodsBytesMax = 150_000;

    [Theory]
    [MemberData(nameof(Screens.Seen), MemberType = typeof(Screens))]
    public async Task A_page_is_light_fits_a_small_screen_and_is_usable_by_everyone(string address)
    {
        IPage page = await OpenAsync(address);
        List<IRequest> requests = [];
        List<string> complaints = [];
        page.Request += (_, request) => requests.Add(request);
        page.Console += (_, message) => complaints.AddRange(message.Type == "error" && !message.Text.Contains("404", StringComparison.Ordinal) ? [message.Text] : []);
        await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });

        List<IRequest> pictures = [.. requests.Where(request => request.Url.Contains("/images/", StringComparison.Ordinal))], others = [.. requests.Except(pictures)];
        long bytes = await WeighAsync(others), all = bytes + await WeighAsync(pictures);
        Assert.True(bytes is > 1000 and <= BytesMax, $"{address}: {bytes} bytes");
        Assert.True(all <= GoodsBytesMax, $"{address}: {all} bytes with its pictures");
        Assert.True(others.Count <= RequestsMax, $"{address}: {string.Join(' ', others.Select(request => request.Url))}");
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"), $"{address} is wider than the screen");
        Assert.Empty(complaints);

        AxeResult result = await page.RunAxe();
        Assert.Empty(result.Violations.Where(found => found.Impact is "serious" or "critical").SelectMany(found => found.Nodes.Select(node => $"{found.Id}: {node.Html}")));
        await world.CloseAllAsync();
    }

    [Fact]
    public async Task The_reference_page_of_the_API_works_under_its_policy()
    {
        IPage page = await world.OpenAsync();
        List<string> complaints = [];
        page.Console += (_, message) => complaints.AddRange(message.Type == "error" && message.Text.Contains("Security Policy", StringComparison.Ordinal) ? [message.Text] : []);
        await page.SetViewportSizeAsync(1280, 800);
        await page.GotoAsync("/docs/");

        await page.GetByText("Proves the number with the code").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.Empty(complaints);
        await world.CloseAllAsync();
    }

    // A context of its own has an empty cache, so everything is counted as on a first visit.
    private static async Task<long> WeighAsync(List<IRequest> requests)
    {
        long bytes = 0;
        foreach (IRequest request in requests)
        {
            RequestSizesResult sizes = await request.SizesAsync();
            bytes += sizes.ResponseBodySize + sizes.ResponseHeadersSize;
        }

        return bytes;
    }

    private async Task<IPage> OpenAsync(string address)
    {
        For who = Screens.All.First(screen => screen.Address == address).Who;
        return await (who.HasFlag(For.Strangers) ? world.OpenAsync() : world.OpenAsync(world.Someone(Screens.RoleOf(who))));
    }
}
