using Postmobile.Documents;
using Xunit;

namespace Postmobile.Tests.Documents;

/// <summary>Nobody waits for ever in a lane, whatever becomes of those who carry.</summary>
public sealed class LaneTests
{
    [Fact]
    public async Task A_group_that_could_not_be_carried_fails_and_the_next_goes()
    {
        Lane<One> lane = new(queue => Math.Min(queue.Count, 2), Carry, (one, failure) => one.Answer.TrySetException(failure));

        bool[] answered = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Enter(lane, number)));
        Assert.Contains(false, answered);
        Assert.True(await Enter(lane, 1));

        // The even ones are answered before the failure comes, and keep their answers.
        Assert.DoesNotContain(false, answered.Where((_, number) => number % 2 == 0));

        static Task Carry(List<One> group)
        {
            group.Where(one => one.Number % 2 == 0).ToList().ForEach(one => one.Answer.SetResult());
            return group.Exists(one => one.Number is 5 or 6) ? throw new InvalidOperationException("dropped") : Answer(group);
        }
    }

    [Fact]
    public async Task A_queue_that_could_not_be_divided_fails_and_the_next_goes()
    {
        Lane<One> lane = new(queue => queue.Exists(one => one.Number == 13) ? throw new InvalidOperationException("undivided") : 1, Answer, (one, failure) => one.Answer.TrySetException(failure));

        Assert.False(await Enter(lane, 13));
        Assert.True(await Enter(lane, 1));
    }

    private static async Task Answer(List<One> group)
    {
        await Task.Yield();
        group.ForEach(one => one.Answer.TrySetResult());
    }

    private static async Task<bool> Enter(Lane<One> lane, int number)
    {
        One one = new(number);
        lane.Enter(one);
        try
        {
            await one.Answer.Task.WaitAsync(TimeSpan.FromSeconds(20));
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private sealed record One(int Number)
    {
        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
