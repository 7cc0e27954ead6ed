using System.Collections.Concurrent;

namespace Postmobile.Money;

/// <summary>
/// The accounts awake on this silo. A payer asks a payee's image here, and the writer credits it here, without a message;
/// whoever is not here is asked through their grain.
/// </summary>
internal sealed class AwakeAccounts
{
    private readonly ConcurrentDictionary<AccountId, AccountImage> _images = new();

    public int Count => _images.Count;

    public AccountImage? Find(AccountId account) => _images.GetValueOrDefault(account);

    public void Enter(AccountImage image) => _images[image.Id] = image;

    public void Leave(AccountImage image)
    {
        image.Leave();
        _images.TryRemove(KeyValuePair.Create(image.Id, image));
    }
}
