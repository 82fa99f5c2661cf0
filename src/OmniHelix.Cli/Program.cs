Console.WriteLine("omni");
return 0;
