using System.Text.Json;
using OmniHelix.Documents;

namespace OmniHelix.Core.Tests.Documents;

public class FiniteNumberConverterTests
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new FiniteNumberConverter() } };

    [Fact]
    public void WhatJsonHasNoNumberForIsNullAlsoInDictionariesAndOptionalNumbers()
    {
        var values = new Dictionary<string, double> { ["loss"] = 0.5, ["perplexity"] = double.PositiveInfinity, ["mcc"] = double.NaN };
        var text = JsonSerializer.Serialize(new { values, best = (double?)double.NegativeInfinity, none = (double?)null }, Options);
        Assert.Equal("""{"values":{"loss":0.5,"perplexity":null,"mcc":null},"best":null,"none":null}""", text);
        var read = JsonSerializer.Deserialize<Dictionary<string, double>>("""{"loss":0.5,"perplexity":null}""", Options)!;
        Assert.Equal((0.5, double.NaN), (read["loss"], read["perplexity"]));
    }
}
