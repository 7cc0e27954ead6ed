using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>One load at a time, whenever it ends.</summary>
public sealed class SharedLoadTests
{
    [Fact]
    public async Task Whoever_comes_while_a_load_is_on_its_way_waits_for_it_and_whoever_comes_later_begins_another()
    {
        SharedLoad loading = default;
        TaskCompletionSource first = new();
        int begun = 0;
        Task one = loading.Join(Begin), two = loading.Join(Begin);
        Assert.Same(one, two);
        first.SetResult();
        await one;
        _ = loading.Join(Begin);
        Assert.Equal(2, begun);

        Task Begin()
        {
            begun++;
            return first.Task;
        }
    }

    [Fact]
    public void A_load_that_has_ended_before_it_was_awaited_or_failed_is_not_the_last_one()
    {
        SharedLoad loading = default;
        int begun = 0;
        Assert.True(loading.Join(() => Task.FromException(new InvalidOperationException("load " + ++begun))).IsFaulted);
        Assert.True(loading.Join(() => Task.FromResult(++begun)).IsCompletedSuccessfully);
        Assert.True(loading.Join(() => Task.FromResult(++begun)).IsCompletedSuccessfully);
        Assert.Equal(3, begun);
    }
}
