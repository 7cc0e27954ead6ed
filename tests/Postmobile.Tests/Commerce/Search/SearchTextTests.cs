using Npgsql;
using Postmobile.Commerce;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Commerce.Search;

/// <summary>Words as the search compares them.</summary>
public sealed class SearchTextTests
{
    [Theory]
    [InlineData("Téléphone  PORTABLE", "telephone portable")]
    [InlineData("Œufs & bœuf", "oeufs boeuf")]
    [InlineData("l'Été à Ouésso", "l ete a ouesso")]
    [InlineData("cheveux, bijoux, jeux", "cheveu bijou jeu")]
    [InlineData("heureuse", "heureu")]
    [InlineData("T-shirt taille XL n° 5", "t shirt taille xl n 5")]
    [InlineData("journaux; prix 12.500", "journaux prix 12 500")]
    public async Task A_text_is_made_plain_here_as_in_the_database(string text, string plain)
    {
        Assert.Equal(plain, SearchText.Plain(text).Trim());
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(await PostgresFixture.NewDatabaseAsync());
        await using NpgsqlCommand command = database.CreateCommand("select search_plain($1)");
        command.Parameters.Add(new() { Value = text });
        Assert.Equal(SearchText.Plain(text), await command.ExecuteScalarAsync());
    }

    [Theory]
    [InlineData("chausure", "chaussure", 1)]
    [InlineData("lamep", "lampe", 1)]
    [InlineData("lampe", "lampe", 0)]
    [InlineData("telefone", "telephone", 2)]
    [InlineData("savon", "montre", 3)]
    public void A_typing_error_is_one_letter_more_less_other_or_swapped(string from, string to, int distance) =>
        Assert.Equal(distance, SearchText.Distance(from, to, 2));

    [Theory]
    [InlineData("telefone", "telephone")]
    [InlineData("chosure", "chaussure")]
    [InlineData("smartfon", "smartphone")]
    [InlineData("kasserol", "casserole")]
    public void Words_that_sound_alike_are_known(string written, string meant) => Assert.Equal(SearchText.Sound(meant), SearchText.Sound(written));

    [Theory]
    [InlineData("journaux", "journal")]
    [InlineData("chapeaux", "chapeau")]
    [InlineData("lampes", "lampe")]
    public void A_plural_is_the_same_word(string plural, string singular) => Assert.True(SearchText.SameWord(plural, singular));
}
