System.Console.WriteLine("goldens");
