using Postmobile.Identity;
using Xunit;

namespace Postmobile.Tests.Identity;

public sealed class PinLockTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_lock_grows()
    {
        var pin = default(PinLock);
        var now = Start;
        var minutes = new List<double>();
        for (int attempt = 1; attempt <= 11; attempt++)
        {
            (pin, IdentityRefusal? refusal) = pin.Take(now);
            Assert.Null(refusal);
            if (pin.LockedUntil is { } until)
            {
                minutes.Add((until - now).TotalMinutes);
                Assert.Equal(IdentityRefusalCode.Locked, pin.Take(until - TimeSpan.FromSeconds(1)).Refusal!.Code);
                now = until;
            }
        }

        Assert.Equal([1, 5, 15, 60, 1440, 1440, 1440], minutes);
    }

    [Fact]
    public void Tries_left_count_down_to_a_lock()
    {
        var pin = default(PinLock);
        var left = new List<int?>();
        for (int attempt = 0; attempt < PinLock.FreeTries; attempt++)
        {
            pin = pin.Take(Start).Taken;
            left.Add(pin.WrongAnswer().TriesLeft);
        }

        Assert.Equal([4, 3, 2, 1, null], left);
        Assert.Equal(Start + TimeSpan.FromMinutes(1), pin.WrongAnswer().RetryAt);
    }

    [Fact]
    public void A_code_is_good_for_five_tries_and_ten_minutes()
    {
        var code = new PendingCode { Digest = "AA", ExpiresAt = Start + PendingCode.Lifetime, SentAt = Start };

        Assert.Null(code.Try("AA", Start).Refusal);
        Assert.Equal(IdentityRefusalCode.CodeExpired, code.Try("AA", Start + PendingCode.Lifetime).Refusal!.Code);
        for (int attempt = 0; attempt < PendingCode.TriesMax; attempt++)
        {
            (code, IdentityRefusal? wrong) = code.Try("BB", Start);
            Assert.Equal(IdentityRefusalCode.CodeWrong, wrong!.Code);
        }

        Assert.Equal(IdentityRefusalCode.CodeExpired, code.Try("AA", Start).Refusal!.Code);
    }

    [Fact]
    public void A_decoy_has_no_right_code() =>
        Assert.Equal(IdentityRefusalCode.CodeWrong, new PendingCode { Digest = "", ExpiresAt = Start.AddMinutes(1), SentAt = Start }.Try("", Start).Refusal!.Code);
}
