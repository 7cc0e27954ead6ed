namespace Postmobile.Identity;

internal sealed partial class CustomerGrain
{
    public Task<bool> HearsOfCredits() => Task.FromResult(!State.QuietCredits);

    public async Task HearOfCredits(bool wanted)
    {
        if (State.CreatedAt is not null && State.QuietCredits == wanted)
        {
            State.QuietCredits = !wanted;
            await Save();
        }
    }
}
