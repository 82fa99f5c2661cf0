using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Tests.Vcf;

public class VariantFilterTests
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "Vcf", "data");

    private static string Accepted(string expression)
    {
        using var reader = VcfReader.Open(Path.Combine(Data, "filters.vcf"));
        var filter = VariantFilter.Parse(expression, reader.Header);
        var positions = new List<long>();
        while (reader.TryRead())
            if (filter.Accepts(reader.Record)) positions.Add(reader.Record.Position + 1);
        return string.Join(' ', positions);
    }

    private static UsageException Refused(string expression) => Assert.Throws<UsageException>(() => Accepted(expression));

    public static TheoryData<string, string> Agreed()
    {
        var rows = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(Data, "filters.tsv")).Skip(1))
        {
            var columns = line.Split('\t');
            rows.Add(columns[0], columns[1]);
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(Agreed))]
    public void Expressions_keep_the_records_that_bcftools_keeps(string expression, string positions) => Assert.Equal(positions, Accepted(expression));

    [Theory]
    [InlineData("!(QUAL>20)", "2 3 4")]
    [InlineData("QUAL>20 && !(type=\"snp\")", "5 6 7 8 9 10")]
    [InlineData("!FILTER='PASS'", "2 3 4 5")]
    [InlineData("!!POS=3", "3")]
    [InlineData("%QUAL>40", "1")]
    [InlineData("N_MISSING>0", "2 3 4")]
    [InlineData("AF[1]>0.3", "2")]
    [InlineData("ILEN<0", "3 10")]
    [InlineData("ILEN>0", "4")]
    [InlineData("\"v1\"=ID", "1")]
    public void What_bcftools_does_not_know_or_gets_wrong_means_what_it_says(string expression, string positions) => Assert.Equal(positions, Accepted(expression));

    [Theory]
    [InlineData("", 1)]
    [InlineData("   ", 4)]
    [InlineData("QUAL>", 6)]
    [InlineData("(QUAL>1", 1)]
    [InlineData("QUAL>1)", 7)]
    [InlineData("QUAL>1 QUAL", 8)]
    [InlineData("QUAL", 1)]
    [InlineData("QUAL>1 && POS", 11)]
    [InlineData("QUAL>1>2", 7)]
    [InlineData("QUAL>1 ; POS", 8)]
    [InlineData("ID=\"v1", 4)]
    [InlineData("AF[0>1", 3)]
    [InlineData("AF[x]>1", 1)]
    [InlineData("AD[0]>2", 1)]
    [InlineData("QUAL>1x", 6)]
    [InlineData("INFO/DP=\"5\"", 8)]
    [InlineData("ID>\"5\"", 3)]
    [InlineData("ID~5", 3)]
    [InlineData("ID+1=2", 1)]
    [InlineData("ID~\"[a\"", 3)]
    [InlineData("ID~\"\\(a\"", 3)]
    [InlineData("STRLEN(QUAL)>1", 8)]
    [InlineData("(GT=\"het\")>1", 11)]
    public void A_malformed_expression_is_refused_with_its_place(string expression, int column)
    {
        var error = Refused(expression);
        Assert.Equal(("OH1072", $"{expression}, column {column}"), (error.Code, error.Place));
    }

    [Theory]
    [InlineData("DP=5", "Write INFO/DP or FORMAT/DP.")]
    [InlineData("QUALL>1", "Did you mean 'QUAL'?")]
    [InlineData("INFO/AE>1", "Did you mean 'AF'?")]
    [InlineData("FORMAT/ADD>1", "Did you mean 'AD'?")]
    [InlineData("FILTER=\"q3\"", "Did you mean 'q1'?")]
    [InlineData("type=\"snp,indel\"", "Known are snp, indel, mnp, ref, bnd, overlap and other.")]
    [InlineData("LOG(QUAL)>1", null)]
    public void A_name_that_nothing_has_is_refused_with_advice(string expression, string? advice)
    {
        var error = Refused(expression);
        Assert.Equal("OH1073", error.Code);
        if (advice is not null) Assert.Equal(advice, error.Advice);
    }

    [Theory]
    [InlineData('(')]
    [InlineData('!')]
    [InlineData('-')]
    public void Endless_nesting_is_refused(char opening) => Assert.Equal("OH1072", Refused(new string(opening, 4000) + "QUAL>1").Code);

    [Fact]
    public void An_expression_of_countless_words_is_refused() => Assert.Equal("OH1072", Refused(string.Join("||", Enumerable.Repeat("QUAL>1", 100_000))).Code);

    [Fact]
    public void A_value_that_is_no_number_is_an_error_of_the_file()
    {
        using var reader = VcfText.Read(VcfText.Of([], "1 5 . A C . . DP=x"));
        Assert.True(reader.TryRead());
        Assert.Equal("OH1071", Assert.Throws<OmniException>(() => VariantFilter.Parse("INFO/DP>1", reader.Header).Accepts(reader.Record)).Code);
    }
}
