using System.Diagnostics;
using System.Text;
using Postmobile.Identity;
using Xunit;

namespace Postmobile.Tests.Identity.Kyc;

/// <summary>Which names are alike, and how fast that is said.</summary>
public sealed class NameScoreTests
{
    private const int HitScore = 860;

    [Theory]
    [InlineData("Jean Mabiala", "Mabiala Jean")] // order
    [InlineData("Éric Nzaou", "Eric NZAOU")] // accents and case
    [InlineData("Jean Mabiala", "Mabiala, Jean-Pierre")] // a name more
    [InlineData("Mohamed Ahmed", "Muhammad Ahmad")] // vowels
    [InlineData("Youssouf Cheikh", "Yusuf Shaykh")] // spellings
    [InlineData("Philippe Ouattara", "Filip Wattara")]
    [InlineData("Denis N'Guesso", "Denis Nguesso")] // apostrophe
    [InlineData("Abdel Kader Moussa", "Abdelkader Moussa")] // together or apart
    [InlineData("Marie Okemba", "Marie Okmeba")] // a slip
    [InlineData("Ali Hassan al Bachir", "Ali Hassan Bashir")]
    public void Alike(string customer, string listed) => Assert.NotEmpty(Index(listed).Find(customer, null, HitScore));

    [Theory]
    [InlineData("Marie Okemba", "Jean Okemba")] // a family's name is not a person
    [InlineData("Marie Okemba", "Marie Nzaou")]
    [InlineData("Jean Mabiala", "Joseph Malonga")]
    [InlineData("Carlos Mabiala", "Carlos")] // one token of two
    [InlineData("Client de démonstration", "Client")]
    [InlineData("Jean Baptiste Ngoma", "Jean Pierre Nkodia")]
    public void Not_alike(string customer, string listed) => Assert.Empty(Index(listed).Find(customer, null, HitScore));

    [Fact]
    public void An_alias_is_a_name_too_and_the_nearest_is_told()
    {
        var index = new SanctionsIndex(1, [new ListedName("Albert Tati", ["Bertin Makosso", "Le Colonel"], null, "test")]);
        Likeness likeness = Assert.Single(index.Find("Makosso Bertin", null, HitScore));
        Assert.Equal(("Albert Tati", "Bertin Makosso", 1000), (likeness.Listed.Name, likeness.Nearest, likeness.Score));
    }

    [Fact]
    public void The_birth_speaks_for_or_against()
    {
        var index = new SanctionsIndex(1, [new ListedName("Jean Pierre Mabiala", [], "1970-05-31", "test")]);
        int plain = index.Find("Jean Mabiala", null, 0).Single().Score;
        Assert.True(index.Find("Jean Mabiala", new DateOnly(1970, 5, 31), 0).Single().Score > plain);
        Assert.True(index.Find("Jean Mabiala", new DateOnly(1995, 1, 1), 0).Single().Score < HitScore);
    }

    [Fact]
    public void Fifty_thousand_names_are_asked_in_milliseconds()
    {
        var random = new Random(7);
        string Word() => string.Concat(Enumerable.Range(0, random.Next(2, 5)).Select(_ => "bkmndltsgp"[random.Next(10)].ToString() + "aeiou"[random.Next(5)]));
        string[] firsts = [.. Enumerable.Range(0, 3_000).Select(_ => Word())], lasts = [.. Enumerable.Range(0, 20_000).Select(_ => Word() + Word())];
        List<ListedName> names = [.. Enumerable.Range(0, 50_000).Select(i => new ListedName($"{firsts[random.Next(firsts.Length)]} {lasts[random.Next(lasts.Length)]}", [], null, "test"))];
        names[31_415] = new ListedName("Bertin Makosso", [], null, "test");
        var index = new SanctionsIndex(1, names);
        index.Find("Jean Mabiala", null, HitScore);

        long since = Stopwatch.GetTimestamp();
        const int Customers = 20;
        for (int i = 0; i < Customers; i++)
        {
            Assert.Contains(index.Find("Makoso Bertin", null, HitScore), likeness => likeness.Listed.Name == "Bertin Makosso");
        }

        double milliseconds = Stopwatch.GetElapsedTime(since).TotalMilliseconds / Customers;
        Console.WriteLine($"50,000 names, one customer: {milliseconds:0.0} ms");
        Assert.True(milliseconds < 200, $"{milliseconds:0.0} ms");
    }

    [Fact]
    public void A_list_is_read_whatever_its_separator_and_quotes()
    {
        (IReadOnlyList<ListedName> names, int? fault) = SanctionsCsv.Read(Encoding.UTF8.GetBytes("\uFEFFsource,name,birth,aliases\r\nONU,\"Mabiala, Jean\",1970,JM|J. M.\r\n\r\nONU,\"A \"\"B\"\" C\",,\n"));
        Assert.Null(fault);
        Assert.Equal(["Mabiala, Jean", "A \"B\" C"], names.Select(name => name.Name));
        Assert.Equal(["JM", "J. M."], names[0].Aliases);
        Assert.Single(SanctionsCsv.Read("name;birth\nJean Mabiala;1970\n"u8.ToArray()).Names);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("nom,naissance\nx,1970", 1)]
    [InlineData("name\n", 1)]
    [InlineData("name\nJean\n\"Paul", 3)]
    [InlineData("name,source\nJean,x\n,x", 3)]
    public void A_file_that_is_no_list_is_refused_with_its_line(string text, int line) =>
        Assert.Equal(line, SanctionsCsv.Read(Encoding.UTF8.GetBytes(text)).Fault);

    private static SanctionsIndex Index(string name) => new(1, [new ListedName(name, [], null, "test")]);
}
