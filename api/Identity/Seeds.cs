using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Postmobile.Identity;
using Postmobile.Silo.Keys;

namespace Postmobile.Api.Identity;

/// <summary>Who is there at the first start: in Development a person of each role, elsewhere nobody but the first operators.</summary>
internal static class SeedHosting
{
    public static void AddPostmobileSeeds(this IServiceCollection services, IHostEnvironment environment)
    {
        if (environment.IsDevelopment())
        {
            services.AddHostedService<DemonstrationSeed>();
        }
        else
        {
            services.AddHostedService<FirstOperatorSeed>();
        }
    }
}

/// <summary>Repeats a piece of work in the background until it is done: at the start the cluster or the ledger may not be there yet.</summary>
internal abstract partial class Seed(IHostApplicationLifetime lifetime, TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int PatienceAttempts = 15;

    protected abstract Task<bool> TrySeed(CancellationToken cancellation);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        for (int attempt = 1; !await TryQuietly(attempt, stoppingToken); attempt++)
        {
            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task<bool> TryQuietly(int attempt, CancellationToken cancellation)
    {
        try
        {
            return await TrySeed(cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            if (attempt >= PatienceAttempts)
            {
                LogFailed(logger, failure, attempt);
            }

            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The first accounts could not be made at the {Attempt}. attempt; it is tried again.")]
    private static partial void LogFailed(ILogger logger, Exception failure, int attempt);
}

/// <summary>Development: demonstration accounts.</summary>
internal sealed class DemonstrationSeed(IGrainFactory grains, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<DemonstrationSeed> logger)
    : Seed(lifetime, time, logger)
{
    protected override Task<bool> TrySeed(CancellationToken cancellation) => grains.GetGrain<IDemonstrationGrain>(0).Seed();
}

/// <summary>
/// Production: the operators that <c>Identity:Operators</c> names by telephone number (or one, of a number of nobody's). They have no PIN
/// yet. The code with which each chooses it lies in a file that only this user can read; the log says where, not what.
/// </summary>
internal sealed partial class FirstOperatorSeed(
    IGrainFactory grains, OutsideKeys keys, IConfiguration configuration, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<FirstOperatorSeed> logger)
    : Seed(lifetime, time, logger)
{
    private const string DefaultOperator = "+242066000000";
    private const int CodeDigits = 12;

    protected override async Task<bool> TrySeed(CancellationToken cancellation)
    {
        string[] numbers = configuration.GetSection("Identity:Operators").Get<string[]>() ?? [DefaultOperator];
        var lines = new StringBuilder();
        foreach (string number in numbers)
        {
            if (!PhoneNumber.TryParse(number, out PhoneNumber phone))
            {
                throw new InvalidOperationException("Identity:Operators holds what is not a telephone number.");
            }

            if (await Make(phone) is { } code)
            {
                lines.AppendLine(CultureInfo.InvariantCulture, $"{phone.E164} {code}");
            }
        }

        if (lines.Length > 0)
        {
            LogCodesWritten(keys.WriteSecret("first-operators.txt", lines.ToString()));
        }

        return true;
    }

    // The code follows from a key that all front ends share, so that several that start together write the same one.
    private async Task<string?> Make(PhoneNumber phone)
    {
        byte[] digest = HMACSHA256.HashData(keys.Wrapping, Encoding.UTF8.GetBytes("first operator " + phone.E164));
        var id = new CustomerId($"c-{new Guid(digest.AsSpan(16, 16)):N}");
        string code = (new BigInteger(digest.AsSpan(0, 16), isUnsigned: true) % BigInteger.Pow(10, CodeDigits)).ToString("D" + CodeDigits, CultureInfo.InvariantCulture);
        if (await grains.GetGrain<IPhoneGrain>(phone.Key).Owner() is { } owner && owner.Customer != id)
        {
            return null;
        }

        ICustomerGrain customer = grains.GetGrain<ICustomerGrain>(id.Value);
        var creation = new CustomerCreation { Phone = phone, Name = "Opérateur", Language = "fr", PinHash = "", Roles = [Role.Customer, Role.Operator] };
        if (await customer.Create(creation) is { } refusal)
        {
            throw new InvalidOperationException($"The first operator could not be made: {refusal.StableCode}.");
        }

        CustomerView view = (await customer.Look())!;
        await grains.GetGrain<IPhoneGrain>(phone.Key).Claim(new PhoneOwner(view.Id, view.Wallet));
        await customer.AwaitFirstPin(new OneTimeCode(code));
        return view.PinSet ? null : code;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Operators have yet to choose their PIN: their numbers and one-time codes are in {Path}. Remove the file when they have.")]
    private partial void LogCodesWritten(string path);
}
