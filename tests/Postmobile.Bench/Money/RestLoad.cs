using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Postmobile.Bench.Money;

/// <summary>What is asked over HTTP.</summary>
internal enum RestKind
{
    /// <summary><c>POST /api/v1/ping</c>: the token is checked, and that is all.</summary>
    Empty,

    /// <summary><c>POST /api/v1/transfers</c>, to a telephone number, with a key of its own each.</summary>
    Transfers,
}

/// <summary>What one run measured; processor time is of one request.</summary>
internal sealed record RestResult(RestKind Kind, int Connections, double PerSecond, double P50Ms, double P99Ms, double OurCpuUs, double ServerCpuUs, double ClientCpuUs);

/// <summary>Starts the process that makes the load, and checks the books after it.</summary>
internal sealed class RestLoad(BenchHost host, CpuMeter cpu, Bookkeeper books, BenchPeople people)
{
    private int _runs;

    public async Task<RestResult> Run(RestKind kind, int connections, TimeSpan warmUp, TimeSpan length, CancellationToken stop)
    {
        HttpPlan plan = new(
            host.Address.Port, kind == RestKind.Empty ? "/api/v1/ping" : "/api/v1/transfers", connections, warmUp.TotalSeconds, length.TotalSeconds,
            people.Tokens, kind == RestKind.Empty ? [] : people.Phones, string.Create(CultureInfo.InvariantCulture, $"http-{_runs++}"));
        GC.Collect();
        (double ours, double server) = cpu.Read();
        HttpMeasured measured = await Load(plan, stop);
        (double oursAfter, double serverAfter) = cpu.Read();
        await books.Check(kind == RestKind.Empty ? 0 : measured.Acknowledged, stop);
        return new RestResult(
            kind, connections, measured.PerSecond, measured.P50Ms, measured.P99Ms,
            (oursAfter - ours) * 1e6 / measured.Acknowledged, (serverAfter - server) * 1e6 / measured.Acknowledged, measured.CpuUs);
    }

    /// <summary>The plan goes in on standard input, tokens and all; the figures come back on standard output.</summary>
    private static async Task<HttpMeasured> Load(HttpPlan plan, CancellationToken stop)
    {
        string program = Environment.ProcessPath!;
        ProcessStartInfo start = new(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(RestLoad).Assembly.Location);
        }

        start.ArgumentList.Add("http-load");
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(stop);
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(plan).AsMemory(), stop);
            await process.StandardInput.FlushAsync(stop);
            string? answer = await process.StandardOutput.ReadLineAsync(stop);
            await process.WaitForExitAsync(stop);
            return process.ExitCode == 0 && answer is not null
                ? JsonSerializer.Deserialize<HttpMeasured>(answer)!
                : throw new InvalidOperationException("The load over HTTP failed: " + await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }
}
