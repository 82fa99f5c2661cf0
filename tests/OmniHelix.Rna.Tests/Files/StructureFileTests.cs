using OmniHelix.Rna.Files;

namespace OmniHelix.Rna.Tests.Files;

public sealed class StructureFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static StructureRecord[] Records() =>
    [
        new("tRNA-like, knotted", "GGGAAACCCAAAUUU", SecondaryStructure.Parse("(((.[[)))...]].")),
        new("second", "GGGAAAUCC", SecondaryStructure.Parse("(((...)))"), -1.2),
    ];

    [Fact]
    public void DotBracketFilesSurviveARoundTrip() => RoundTrip(StructureFile.DotBracket, keepsEnergy: true);

    [Fact]
    public void CtFilesSurviveARoundTrip() => RoundTrip(StructureFile.Ct, keepsEnergy: true);

    [Fact]
    public void BpseqFilesSurviveARoundTrip() => RoundTrip(StructureFile.Bpseq, keepsEnergy: false);

    [Fact]
    public void ANameWithLineBreaksStaysOnItsLine()
    {
        var path = folder["x"];
        StructureRecord[] hostile = [new("a\n>b\r\nGGG", "GAAAC", SecondaryStructure.Parse("(...)"))];
        StructureFile.DotBracket.Write(path, hostile);
        Assert.Equal("a >b GGG", Assert.Single(StructureFile.DotBracket.Read(path)).Name);
        StructureFile.Ct.Write(path, hostile);
        Assert.Equal("a >b GGG", Assert.Single(StructureFile.Ct.Read(path)).Name);
        StructureFile.Bpseq.Write(path, hostile);
        Assert.Equal("a >b GGG", Assert.Single(StructureFile.Bpseq.Read(path)).Name);
    }

    [Fact]
    public void TheBprnaAndRnafoldDialectsOfDotBracketAreRead()
    {
        var text = "#Name: bpRNA_1\n#Length: 5\n#PageNumber: 1\nGAAAC\n(...)\n\n>fold \r\nGAAAC\r\n(...) ( -0.40)\r\nGAAAC\n.....\n";
        var records = StructureFile.DotBracket.Read(new StringReader(text), "in.dbn").ToArray();
        Assert.Equal(["bpRNA_1", "fold", "in 3"], records.Select(r => r.Name));
        Assert.Equal([null, -0.4, null], records.Select(r => r.Energy));
    }

    [Fact]
    public void MfoldAndComparativeHeadersAreRead()
    {
        var ct = "5 dG = -1.5 [initially 0] name here\n1\tG\t0\t2\t5\t1\n2\tA\t1\t3\t0\t2\n3\tA\t2\t4\t0\t3\n4\tA\t3\t5\t0\t4\n"
            + "5\tC\t4\t0\t1\t5\n\n1 last\n1 A 0 0 0 1\n";
        var tables = StructureFile.Ct.Read(new StringReader(ct), "x.ct").ToArray();
        Assert.Equal(
            (-1.5, "[initially 0] name here", "(...)"), (tables[0].Energy!.Value, tables[0].Name, tables[0].Structure.ToDotBracket()));
        Assert.Equal("last", tables[1].Name);
        var bpseq = "Filename: d.5.bpseq\nOrganism: E. coli\nAccession Number: X\nCitation and related information\n"
            + "1 G 5\n2 A 0\n3 A 0\n4 A 0\n5 C 1\n";
        Assert.Equal("d.5.bpseq", StructureFile.Bpseq.Read(new StringReader(bpseq), "x").Single().Name);
    }

    [Theory]
    [InlineData("GAAAC\n(...", "OH1810", 2)]
    [InlineData(">x\nGAAAC", "OH1811", 2)]
    [InlineData(">x\nGAAAC\n\n(...)", "OH1811", 3)]
    [InlineData(">x\n>y\nGAAAC\n(...)", "OH1811", 2)]
    [InlineData(">x", "OH1811", 1)]
    [InlineData("GA-AC\n(...)", "OH1812", 1)]
    [InlineData("GA_AC\n(...)", "OH1812", 1)]
    [InlineData("(...)\nGAAAC", "OH1812", 1)]
    [InlineData("GAAAC\n(...(", "OH1802", 2)]
    [InlineData("GAAAC\n(.!.)", "OH1801", 2)]
    [InlineData("GAAAC\n(...) rubbish", "OH1811", 2)]
    [InlineData("GAAAC\n(...) (NaN)", "OH1811", 2)]
    public void MalformedDotBracketNamesTheLine(string text, string code, int line) => Refused(text, code, line, StructureFile.DotBracket);

    [Theory]
    [InlineData("2 x\n1 G 0 2 0 1", "OH1811", 2)]
    [InlineData("two x", "OH1811", 1)]
    [InlineData("99999999999 x", "OH1811", 1)]
    [InlineData("-3 x", "OH1811", 1)]
    [InlineData("2000000000 huge\n1 A 0 2 0 1", "OH1811", 2)]
    [InlineData("1 x\n1 G 0 2", "OH1811", 2)]
    [InlineData("1 x\n2 G 0 2 0 1", "OH1811", 2)]
    [InlineData("1 x\n1 G 0 2 9 1", "OH1811", 2)]
    [InlineData("1 x\n1 G 0 2 -1 1", "OH1811", 2)]
    [InlineData("1 x\n1 GG 0 2 0 1", "OH1812", 2)]
    [InlineData("1 x\n1 G 0 2 1 1", "OH1813", 2)]
    [InlineData("2 x\n1 G 0 2 2 1\n2 C 1 0 0 2", "OH1813", 2)]
    [InlineData("1 ENERGY = lots x\n1 G 0 2 0 1", "OH1811", 1)]
    public void MalformedCtNamesTheLine(string text, string code, int line) => Refused(text, code, line, StructureFile.Ct);

    [Theory]
    [InlineData("# x\n1 G 2", "OH1813", 2)]
    [InlineData("1 G 2\n2 C 0", "OH1813", 1)]
    [InlineData("1 G 0 7", "OH1811", 1)]
    [InlineData("1 G x", "OH1811", 1)]
    [InlineData("1 G 0\n3 C 0", "OH1811", 2)]
    [InlineData("1 4 0", "OH1812", 1)]
    [InlineData("hello there", "OH1811", 1)]
    [InlineData("1 G 0\nOrganism: x", "OH1811", 2)]
    [InlineData("# only a name", "OH1811", 1)]
    public void MalformedBpseqNamesTheLine(string text, string code, int line) => Refused(text, code, line, StructureFile.Bpseq);

    [Fact]
    public void EmptyAndMissingFilesAreErrors()
    {
        var empty = folder["empty"];
        File.WriteAllText(empty, "\n\n");
        foreach (var file in StructureFile.All)
        {
            Assert.Equal(("OH1814", empty), Caught(() => file.Read(empty)));
            Assert.Equal("OH1815", Caught(() => file.Read(empty + "-not-there")).Code);
        }
    }

    [Fact]
    public void RandomBytesNeverEndInAnotherException()
    {
        var random = new Xoshiro256(3);
        var seeds = new[] { "2 x\n1 G 0 2 2 1\n2 C 1 0 1 2\n", "# x\n1 G 2\n2 C 1\n", ">x\nGAAAC\n(...)\n" };
        for (var trial = 0; trial < 3000; trial++)
        {
            var text = seeds[trial % 3].ToCharArray();
            for (var change = random.Next(4); change >= 0; change--)
                text[random.Next(text.Length)] = (char)random.Next(trial % 2 == 0 ? 128 : 0x3000);
            var whole = new string(text);
            foreach (var file in StructureFile.All)
            {
                var failure = Record.Exception(() => file.Read(new StringReader(whole), "x").ToArray());
                Assert.True(failure is null or OmniException, $"{whole}: {failure}");
            }
        }
    }

    private static (string Code, string? Place) Caught(Action action)
    {
        var e = Assert.Throws<OmniException>(action);
        return (e.Code, e.Place);
    }

    private static void Refused(string text, string code, int line, StructureFile file) =>
        Assert.Equal((code, $"in.txt:{line}"), Caught(() => _ = file.Read(new StringReader(text), "in.txt").ToArray()));

    private void RoundTrip(StructureFile file, bool keepsEnergy)
    {
        var path = folder["records.txt"];
        file.Write(path, Records());
        var back = file.Read(path);
        Assert.Equal(
            Records().Select(r => (r.Name, r.Sequence, r.Structure, keepsEnergy ? r.Energy : null)),
            back.Select(r => (r.Name, r.Sequence, r.Structure, r.Energy)));
    }
}
