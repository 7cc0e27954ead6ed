using System.Globalization;
using Orleans.Storage;

namespace Postmobile.Documents;

/// <summary>
/// Keeps documents for many grains at once: what is read or written in the same moment goes to PostgreSQL together, one
/// round trip and one commit for all of them. Rows, versions and keys are those of Orleans' ADO.NET provider, which stands
/// behind it and does one by one what a group cannot: a row that somebody else has changed, a document that PostgreSQL
/// refuses, a key that is no text, a clearing. See <c>docs/decisions/0009-documents-in-groups.md</c>.
/// </summary>
/// <param name="single">The provider behind it.</param>
/// <param name="groups">Where reads and writes meet.</param>
internal sealed class DocumentStorage(IGrainStorage single, DocumentGroups groups) : IGrainStorage
{
    private static readonly DocumentSerializer s_serializer = new();

    /// <inheritdoc />
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (!DocumentKey.TryFrom(stateName, grainId, out DocumentKey key))
        {
            await single.ReadStateAsync(stateName, grainId, grainState);
            return;
        }

        if (await groups.Read(key) is not { } row)
        {
            await single.ReadStateAsync(stateName, grainId, grainState);
            return;
        }

        grainState.State = row.Body is { } body ? s_serializer.Deserialize<T>(new BinaryData(body)) : Activator.CreateInstance<T>();
        grainState.RecordExists = row != DocumentRow.None;
        grainState.ETag = grainState.RecordExists ? row.Version.ToString(CultureInfo.InvariantCulture) : null;
    }

    /// <inheritdoc />
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (!DocumentKey.TryFrom(stateName, grainId, out DocumentKey key))
        {
            await single.WriteStateAsync(stateName, grainId, grainState);
            return;
        }

        int seen = string.IsNullOrEmpty(grainState.ETag) ? 0 : int.Parse(grainState.ETag, CultureInfo.InvariantCulture);
        if (await groups.Write(new DocumentWrite(key, seen, s_serializer.Serialize(grainState.State).ToMemory())))
        {
            grainState.ETag = (seen + 1).ToString(CultureInfo.InvariantCulture);
            grainState.RecordExists = true;
            return;
        }

        // Alone it is either written, or refused by its own name.
        await single.WriteStateAsync(stateName, grainId, grainState);
    }

    /// <inheritdoc />
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => single.ClearStateAsync(stateName, grainId, grainState);
}
