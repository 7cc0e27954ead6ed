using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Pages;

/// <summary>The real front end with its demonstration accounts, and a real Chromium to look at it with.</summary>
public sealed class PagesWorld : IAsyncLifetime
{
    /// <summary>The name of the collection that shares one world.</summary>
    public const string Collection = "pages";

    /// <summary>A PIN that nobody would call common.</summary>
    public const string Pin = "5837";

    private static readonly string[] ChromiumPaths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

    // Without these, Chromium asks for hosts of its maker that a closed network refuses.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly Dictionary<PhoneNumber, string> sessions = [];
    private readonly List<IBrowserContext> open = [];
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>The front end.</summary>
    public ApiHost Host { get; private set; } = null!;

    /// <summary>The people of the demonstration.</summary>
    public IReadOnlyList<DemonstrationAccount> People { get; private set; } = [];

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        Host = await ApiHost.StartAsync(settings: new() { ["environment"] = "Development", ["Reach:FromHour"] = "0", ["Reach:ToHour"] = "24" });
        People = await Eventually.GetAsync(() => Host.Grains.GetGrain<IDemonstrationGrain>(0).List(), people => people.Count >= 11 && people.All(person => person.Balance > 0), TimeSpan.FromMinutes(1));
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium(), Args = Flags });
    }

    /// <summary>The first person of a role.</summary>
    public DemonstrationAccount Someone(Role role, int which = 0) => People.Where(person => person.Role == role).ElementAt(which);

    /// <summary>A browser of somebody's own: a small telephone's screen, an empty cache, no cookies but those given.</summary>
    public async Task<IPage> OpenAsync(bool scripts = true, string? cookies = null)
    {
        IBrowserContext context = await browser!.NewContextAsync(new()
        {
            BaseURL = Host.Address.ToString(),
            JavaScriptEnabled = scripts,
            StorageState = cookies,
            Locale = "fr-FR",
            ViewportSize = new() { Width = 360, Height = 740 },
        });
        context.SetDefaultTimeout(30_000);
        open.Add(context);
        return await context.NewPageAsync();
    }

    /// <summary>A browser in which one of the demonstration's people has signed in, once for all tests: a PIN takes long to check.</summary>
    public async Task<IPage> OpenAsync(DemonstrationAccount person)
    {
        if (!sessions.TryGetValue(person.Phone, out string? cookies))
        {
            IPage page = await OpenAsync();
            await SignInAsync(page, person.Phone.E164, person.Pin);
            sessions[person.Phone] = cookies = await page.Context.StorageStateAsync();
            await page.Context.CloseAsync();
        }

        return await OpenAsync(cookies: cookies);
    }

    /// <summary>A browser in which somebody who has joined has signed in.</summary>
    public async Task<IPage> OpenAsync(Person person)
    {
        IPage page = await OpenAsync();
        await SignInAsync(page, person.Phone, Person.Pin);
        return page;
    }

    /// <summary>Closes every browser that a test has opened: what goes on listening in one test costs the next its processor.</summary>
    public async Task CloseAllAsync()
    {
        foreach (IBrowserContext context in open)
        {
            await context.CloseAsync();
        }

        open.Clear();
    }

    /// <summary>Opens a page that listens, and waits until it does and has asked what it missed: from then on it asks for nothing.</summary>
    public static async Task ListenAsync(IPage page, string address)
    {
        await page.RunAndWaitForResponseAsync(() => page.GotoAsync(address), response => response.Url.Contains("handler=Live", StringComparison.Ordinal));
        await page.WaitForSelectorAsync("[data-state=on]");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    /// <summary>
    /// A picture of a page as it stands, on a telephone and on a desk, for the eye: only where <c>POSTMOBILE_PICTURES</c> names a folder.
    /// </summary>
    public static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("POSTMOBILE_PICTURES") is not { Length: > 0 } folder)
        {
            return;
        }

        foreach ((int width, int height) in new[] { (1280, 900), (360, 740) })
        {
            await page.SetViewportSizeAsync(width, height);
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}.png"), FullPage = true });
        }
    }

    /// <summary>Signs in by the form.</summary>
    public static async Task SignInAsync(IPage page, string phone, string pin)
    {
        await page.GotoAsync("/sign-in");
        await page.FillAsync("[name=Phone]", phone);
        await page.FillAsync("[name=Pin]", pin);
        await page.ClickAsync("main form .button");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
    }

    /// <summary>Becomes a customer as a person does: form, SMS, code, sign-in. Answers with the number.</summary>
    public async Task<string> RegisterAsync(IPage page, string name)
    {
        string phone = NewPhone();
        await page.GotoAsync("/register");
        await page.FillAsync("[name=FullName]", name);
        await page.FillAsync("[name=Phone]", phone);
        await page.FillAsync("[name=Pin]", Pin);
        await page.ClickAsync("main form .button");
        await page.WaitForURLAsync("**/register/confirm/*");
        await page.FillAsync("[name=Code]", await CodeAsync(phone));
        await page.ClickAsync("main form .button");
        await page.WaitForURLAsync("**/sign-in?*");
        await SignInAsync(page, phone, Pin);
        return phone;
    }

    /// <summary>The wallet of a number.</summary>
    public async Task<AccountId> WalletAsync(string phone)
    {
        Assert.True(PhoneNumber.TryParse(phone, out PhoneNumber number));
        return (await Host.Grains.GetGrain<IPhoneGrain>(number.Key).Owner())!.Wallet;
    }

    /// <summary>What an account holds.</summary>
    public async Task<long> BalanceAsync(AccountId account) => (await Host.Grains.GetGrain<IAccountGrain>(account.Value).Look())!.Balance;

    /// <summary>How many transfers an account has seen.</summary>
    public async Task<int> MovementsAsync(AccountId account) =>
        (await Host.Grains.GetGrain<IAccountGrain>(account.Value).Statement(new StatementQuery { Limit = 200 })).Lines.Count;

    /// <summary>A number that nobody has.</summary>
    public static string NewPhone() => Identity.NewPhone.Next();

    /// <summary>The code of the newest SMS to a number, once there are this many with one.</summary>
    public async Task<string> CodeAsync(string phone, int codes = 1)
    {
        string[] found = await Eventually.GetAsync(
            async () => (await TextsAsync(phone)).Select(text => Regex.Match(text, @"\b\d{6}\b").Value).Where(code => code.Length > 0).ToArray(),
            all => all.Length >= codes);
        return found[0];
    }

    /// <summary>The SMS to a number, the newest first.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(string phone)
    {
        using HttpClient http = Host.NewClient();
        return [.. (await http.GetFromJsonAsync<Sms[]>("/dev/sms?to=" + Uri.EscapeDataString(phone)))!.Select(sms => sms.Text)];
    }

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        await Host.DisposeAsync();
    }

    private static string Chromium() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "chromium")).Concat(ChromiumPaths).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("Chromium is not installed: apt-get install chromium.");

    private sealed record Sms(string Text);
}

/// <summary>The tests that share one world.</summary>
[CollectionDefinition(PagesWorld.Collection)]
public sealed class PagesCollection : ICollectionFixture<PagesWorld>;
