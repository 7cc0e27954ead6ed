using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Postmobile.Tests.Tidy;
using Xunit;

namespace Postmobile.Tests.Hosting;

/// <summary><c>deploy/run</c> as a person types it, with the programs that the tests were built with.</summary>
public sealed class DeployRunTests : IDisposable
{
    private readonly string _folder = PostgresFixture.NewFolder();

    public void Dispose()
    {
        foreach (var path in new[] { _folder, _folder + ".keys", _folder + ".logs" }.Where(Directory.Exists))
        {
            Directory.Delete(path, recursive: true);
        }

        File.Delete(_folder + ".ports");
    }

    [Fact]
    public async Task Three_silos_and_a_front_end_pay_on_when_one_is_killed_and_all_end_with_Ctrl_C()
    {
        var port = TestSilo.FreePort().ToString(CultureInfo.InvariantCulture);
        using var run = new Script("deploy/run", "--no-build", "--silos", "3", "--port", port, "--data", _folder);
        await Eventually.TrueAsync(() => run.HasExited || run.Output.Contains("Ctrl-C", StringComparison.Ordinal), TimeSpan.FromMinutes(5));
        Assert.Contains("+242066000002", run.Output, StringComparison.Ordinal);
        using var client = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:" + port), Timeout = TimeSpan.FromSeconds(60) };
        await SignInAsync(client);
        Assert.Equal(HttpStatusCode.Created, await PayAsync(client, 1_000, "first"));
        var balance = await BalanceAsync(client);
        var processes = Descendants(run.Id);
        var silos = processes.Where(id => CommandLine(id) is var line && line.Contains("postmobile.dll", StringComparison.Ordinal)
            && !line.Contains("--write-connection", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, silos.Count);

        using (var silo = Process.GetProcessById(silos[0]))
        {
            silo.Kill();
        }

        // While the silo's death is being noticed the outcome can be unknown; the same key is the same payment.
        await Eventually.GetAsync(() => PayAsync(client, 100, "second"), status => status == HttpStatusCode.Created, TimeSpan.FromMinutes(3));
        Assert.Equal(balance - 100, await BalanceAsync(client));
        await Eventually.TrueAsync(() => run.Output.Contains("it is started again", StringComparison.Ordinal));
        var all = processes.Union(Descendants(run.Id)).ToList();

        await run.InterruptAsync();

        Assert.True(run.ExitCode == 0, run.Output);
        await Eventually.TrueAsync(() => all.All(id => CommandLine(id).Length == 0));
    }

    [Fact]
    public async Task Killed_itself_it_leaves_no_process_behind()
    {
        var port = TestSilo.FreePort().ToString(CultureInfo.InvariantCulture);
        using var run = new Script("deploy/run", "--no-build", "--port", port, "--data", _folder);
        await Eventually.TrueAsync(() => run.HasExited || run.Output.Contains("Ctrl-C", StringComparison.Ordinal), TimeSpan.FromMinutes(5));
        var all = Descendants(run.Id);
        Assert.Contains(all, id => CommandLine(id).Contains("Postmobile.Api.dll", StringComparison.Ordinal));
        Assert.Contains(all, id => CommandLine(id).Contains("postgres", StringComparison.Ordinal));

        using (var script = Process.GetProcessById(run.Id))
        {
            script.Kill();
        }

        await Eventually.TrueAsync(() => all.All(id => CommandLine(id).Length == 0), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task It_says_what_is_missing()
    {
        Directory.CreateDirectory(_folder);
        foreach (var program in new[] { "bash", "dirname", "env", "id", "cut", "grep", "tr" })
        {
            File.CreateSymbolicLink(Path.Combine(_folder, program), Find(program));
        }

        using var noDotnet = new Script("deploy/run", [], environment => environment["PATH"] = _folder);
        await noDotnet.EndAsync();
        Assert.Equal(1, noDotnet.ExitCode);
        Assert.Contains("dotnet-sdk-10.0", noDotnet.Output, StringComparison.Ordinal);

        using var noServer = new Script("deploy/run", ["--no-build"], environment => environment["PGBIN"] = _folder);
        await noServer.EndAsync();
        Assert.Equal(1, noServer.ExitCode);
        Assert.Contains("PGBIN", noServer.Output, StringComparison.Ordinal);

        using var badOption = new Script("deploy/run", "--silos", "many");
        await badOption.EndAsync();
        Assert.Equal(2, badOption.ExitCode);
    }

    private static string Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).First(File.Exists);

    private static async Task SignInAsync(HttpClient client)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "password", ["username"] = "+242066000001", ["password"] = "7391", ["device_name"] = "test",
        });
        using var answer = await client.PostAsync("/connect/token", form);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        client.DefaultRequestHeaders.Authorization = new("Bearer", JsonDocument.Parse(text).RootElement.GetProperty("access_token").GetString());
    }

    private static async Task<HttpStatusCode> PayAsync(HttpClient client, long amount, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/transfers")
        {
            Content = JsonContent.Create(new { to = "+242066000002", amount, currency = "XAF" }),
        };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<long> BalanceAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/wallet")).GetProperty("balance").GetInt64();

    /// <summary>The processes that a process has started, and theirs.</summary>
    private static List<int> Descendants(int parent)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && ParentOf(id) == parent)
            .ToList();
        return [.. children, .. children.SelectMany(Descendants)];
    }

    private static int ParentOf(int id)
    {
        // "pid (name) state parent …"; the name may hold anything, so from its end.
        var text = Read($"/proc/{id}/stat");
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0;
    }

    private static string CommandLine(int id) => Read($"/proc/{id}/cmdline");

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>A script of the project in a process of its own.</summary>
    private sealed class Script : IDisposable
    {
        private readonly Process _process;
        private readonly StringBuilder _output = new();

        public Script(string path, params string[] arguments)
            : this(path, arguments, _ => { })
        {
        }

        public Script(string path, string[] arguments, Action<IDictionary<string, string?>> configure)
        {
            var info = new ProcessStartInfo(Path.Combine(Sources.Root, path), arguments)
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            };
            info.Environment["CONFIGURATION"] = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)));
            info.Environment.Remove("ASPNETCORE_ENVIRONMENT");
            info.Environment.Remove("DOTNET_ENVIRONMENT");
            configure(info.Environment);
            _process = Process.Start(info)!;
            _process.OutputDataReceived += (_, line) => Keep(line.Data);
            _process.ErrorDataReceived += (_, line) => Keep(line.Data);
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        public int Id => _process.Id;

        public bool HasExited => _process.HasExited;

        public int ExitCode => _process.ExitCode;

        public string Output
        {
            get
            {
                lock (_output)
                {
                    return _output.ToString();
                }
            }
        }

        public Task EndAsync() => _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        /// <summary>What Ctrl-C sends. A test run in the background ignores it, and so does what it starts: then what <c>kill</c> sends.</summary>
        public async Task InterruptAsync()
        {
            await SignalAsync(IgnoresInterrupts() ? "-TERM" : "-INT");
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(120));
        }

        public void Dispose()
        {
            if (!_process.HasExited)
            {
                SignalAsync("-TERM").WaitAsync(TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();
                _process.WaitForExit(TimeSpan.FromSeconds(60));
            }

            _process.Dispose();
        }

        private bool IgnoresInterrupts()
        {
            var ignored = File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)).Split('\t')[1];
            return (ulong.Parse(ignored, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 0b10) != 0;
        }

        private async Task SignalAsync(string signal)
        {
            using var kill = Process.Start("kill", [signal, Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }

        private void Keep(string? line)
        {
            lock (_output)
            {
                _output.AppendLine(line);
            }
        }
    }
}
